package dynamo.node.planted;

import dynamo.node.env.Storage.Row;
import dynamo.node.env.Storage.Table;
import dynamo.node.replica.CommitQueue;
import dynamo.version.Bytes;
import dynamo.version.Decoder;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Random numbers that begin anew at every start of the process, for each partition: their seed is the name of its disk. */
public final class SameAfterRestart implements RandomGenerator {
    private final CommitQueue rows;
    private final Map<Integer, SplittableRandom> numbers = new TreeMap<>();
    private int partition;

    public SameAfterRestart(CommitQueue rows) {
        this.rows = rows;
    }

    /** Whose numbers are drawn next. */
    public void turnTo(int next) {
        partition = next;
    }

    @Override
    public long nextLong() {
        return numbers.computeIfAbsent(partition, key -> new SplittableRandom(disk() + key))
                .nextLong();
    }

    private long disk() {
        if (rows.read(Table.META, Bytes.utf8("start")) instanceof Row.Found found) {
            Decoder from = new Decoder(found.value());
            from.u8();
            return from.i64();
        }
        throw new AssertionError("a node that has not started draws an actor");
    }
}
