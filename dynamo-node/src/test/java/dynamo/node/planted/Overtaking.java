package dynamo.node.planted;

import com.google.common.collect.ImmutableList;
import dynamo.node.env.Doors;
import dynamo.node.env.Storage;
import dynamo.version.Bytes;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Holds every third batch back until another one has overtaken it, or a moment has passed. */
public final class Overtaking implements Storage {
    private static final Duration HELD_MAX = Duration.ofMillis(5);

    private record Held(ImmutableList<Change> batch, Consumer<CommitResult> done) {}

    private final Doors doors;
    private @Nullable Held held;
    private int batches;

    public Overtaking(Doors doors) {
        this.doors = doors;
    }

    @Override
    public void commit(ImmutableList<Change> batch, Consumer<CommitResult> done) {
        if (++batches % 3 == 0 && held == null) {
            held = new Held(batch, done);
            doors.scheduler().after(HELD_MAX, this::release);
        } else {
            doors.storage().commit(batch, done);
            release();
        }
    }

    private void release() {
        Held late = held;
        held = null;
        if (late != null) {
            doors.storage().commit(late.batch, late.done);
        }
    }

    @Override
    public Row read(Table table, Bytes key) {
        return doors.storage().read(table, key);
    }

    @Override
    public ImmutableList<Entry> scan(Table table, Bytes from, Bytes to, int limit) {
        return doors.storage().scan(table, from, to, limit);
    }

    @Override
    public boolean hasSpace() {
        return doors.storage().hasSpace();
    }

    @Override
    public Optional<String> lostRows() {
        return doors.storage().lostRows();
    }
}
