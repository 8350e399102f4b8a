package dynamo.node.io.net;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.util.EnumSet;
import java.util.concurrent.atomic.LongAdder;

/** Counts of one transport. The loop adds, any thread reads. */
public final class TransportCounters {
    private final ImmutableMap<TransportCount, LongAdder> counts =
            Maps.immutableEnumMap(Maps.asMap(EnumSet.allOf(TransportCount.class), count -> new LongAdder()));

    public long get(TransportCount count) {
        return adder(count).sum();
    }

    void add(TransportCount count) {
        adder(count).increment();
    }

    void add(TransportCount count, long amount) {
        adder(count).add(amount);
    }

    private LongAdder adder(TransportCount count) {
        LongAdder adder = counts.get(count);
        if (adder == null) {
            throw new IllegalStateException(count + " is not counted");
        }
        return adder;
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
