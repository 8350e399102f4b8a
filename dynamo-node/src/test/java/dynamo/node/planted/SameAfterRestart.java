package dynamo.node.planted;

import dynamo.node.env.Storage.Row;
import dynamo.node.env.Storage.Table;
import dynamo.node.replica.CommitQueue;
import dynamo.version.Bytes;
import dynamo.version.Decoder;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Random numbers that begin anew at every start of the process: their seed is the name of its disk. */
public final class SameAfterRestart implements RandomGenerator {
    private final CommitQueue rows;
    private @Nullable RandomGenerator numbers;

    public SameAfterRestart(CommitQueue rows) {
        this.rows = rows;
    }

    @Override
    public long nextLong() {
        RandomGenerator known = numbers;
        if (known == null) {
            known = new SplittableRandom(disk());
            numbers = known;
        }
        return known.nextLong();
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
