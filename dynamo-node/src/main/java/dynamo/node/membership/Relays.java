package dynamo.node.membership;

import dynamo.ring.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Pings this node sends on behalf of others, by their correlation, oldest first. */
final class Relays {
    /** More than that many others in trouble at once are told nothing. */
    private static final int RELAYS_MAX = 256;

    /** Who asked, and how it named its probe. */
    record Relay(NodeId requester, long correlation, NodeId target, long sinceNanos) {}

    private final long nackAfterNanos;
    private final long keptNanos;
    private final Map<Long, Relay> waiting = new LinkedHashMap<>();
    private final Map<Long, Relay> nacked = new LinkedHashMap<>();

    Relays(SwimConfig config) {
        nackAfterNanos = config.nackAfter().toNanos();
        keptNanos = config.period().toNanos();
    }

    boolean isFull() {
        return waiting.size() + nacked.size() >= RELAYS_MAX;
    }

    void add(long correlation, Relay relay) {
        waiting.put(correlation, relay);
    }

    /** Whose ping this ack answers. */
    Optional<Relay> onAck(long correlation, NodeId from) {
        Relay relay = waiting.getOrDefault(correlation, nacked.get(correlation));
        if (relay == null || !relay.target.equals(from)) {
            return Optional.empty();
        }
        waiting.remove(correlation);
        nacked.remove(correlation);
        return Optional.of(relay);
    }

    /** Names those whose target is silent for long enough to say so, once; and forgets the old. */
    void expire(long nowNanos, Consumer<Relay> nack) {
        nacked.values().removeIf(relay -> nowNanos - relay.sinceNanos >= keptNanos);
        if (!waiting.isEmpty()) {
            List<Long> silent = new ArrayList<>();
            waiting.forEach((correlation, relay) -> {
                if (nowNanos - relay.sinceNanos >= nackAfterNanos) {
                    silent.add(correlation);
                }
            });
            for (Long correlation : silent) {
                Relay relay = waiting.remove(correlation);
                if (relay != null) {
                    nacked.put(correlation, relay);
                    nack.accept(relay);
                }
            }
        }
    }
}
