package dynamo.node.io.disk;

import com.google.common.collect.ImmutableList;
import dynamo.node.env.Clock;
import dynamo.node.env.Scheduler;
import dynamo.node.env.Storage.Change;
import dynamo.node.env.Storage.CommitResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes: takes batches in their order, puts each into the log with fsync, and hands the result back
 * to the loop. Encoding happens here too, so the loop spends a queue insertion on a commit.
 *
 * <p>Failure: the first failed write is the last one tried. What the kernel did with the pages of a failed fsync is
 * unknown, and a second fsync that succeeds says nothing about them.
 */
final class DiskThread {
    /** The caller gathers while a batch is in flight, so even a few pending ones mean that it does not. */
    static final int PENDING_MAX = 1024;

    static final int MARK_AFTER_BATCHES = 10_000;
    static final long MARK_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final Logger LOG = LoggerFactory.getLogger(DiskThread.class);

    private final ArrayBlockingQueue<Task> pending = new ArrayBlockingQueue<>(PENDING_MAX);
    private final Thread thread;
    private final Path store;
    private final BatchLog log;
    private final HighWaterMark mark;
    private final FreeSpace space;
    private final Scheduler loop;
    private final Clock clock;
    private final Runnable onFatal;

    private boolean hasFailed;
    private long markedSequence;
    private long firstUnmarkedNanos;

    private sealed interface Task {}

    private record Commit(ImmutableList<Change> batch, Consumer<CommitResult> done) implements Task {}

    private record Stop() implements Task {}

    DiskThread(
            Path store,
            BatchLog log,
            HighWaterMark mark,
            FreeSpace space,
            Scheduler loop,
            Clock clock,
            Runnable onFatal) {
        this.store = store;
        this.log = log;
        this.mark = mark;
        this.space = space;
        this.loop = loop;
        this.clock = clock;
        this.onFatal = onFatal;
        this.markedSequence = log.sequence();
        this.thread = new Thread(this::run, "disk");
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((t, e) -> {
            LOG.error("disk thread died", e);
            onFatal.run();
        });
    }

    void start() {
        thread.start();
    }

    void commit(ImmutableList<Change> batch, Consumer<CommitResult> done) {
        if (!pending.offer(new Commit(batch, done))) {
            throw new IllegalStateException("more than " + PENDING_MAX + " batches wait for the disk");
        }
    }

    /** Returns when all batches handed over have ended. */
    void stop() throws InterruptedException {
        if (thread.isAlive()) {
            pending.put(new Stop());
            thread.join();
        }
    }

    private void run() {
        try {
            while (true) {
                Task task = next();
                if (task instanceof Stop) {
                    break;
                }
                if (task instanceof Commit commit) {
                    run(commit);
                }
                markWhenDue();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the disk thread", e);
        }
        if (markedSequence < log.sequence() && !hasFailed) {
            mark.write(log.sequence());
        }
    }

    /** Null when a mark came due first. */
    private @Nullable Task next() throws InterruptedException {
        if (markedSequence == log.sequence() || hasFailed) {
            return pending.take();
        }
        long waited = clock.elapsedNanos() - firstUnmarkedNanos;
        return pending.poll(Math.max(0, MARK_AFTER_NANOS - waited), TimeUnit.NANOSECONDS);
    }

    private void run(Commit commit) {
        CommitResult result = hasFailed ? CommitResult.FAILED : append(commit.batch());
        Consumer<CommitResult> done = commit.done();
        loop.execute(() -> done.accept(result));
        if (result == CommitResult.FAILED && !hasFailed) {
            hasFailed = true;
            onFatal.run();
        }
    }

    private CommitResult append(ImmutableList<Change> batch) {
        try {
            boolean wasMarked = markedSequence == log.sequence();
            if (!log.append(batch)) {
                space.onCommitFoundNone();
                return CommitResult.FULL;
            }
            if (wasMarked) {
                firstUnmarkedNanos = clock.elapsedNanos();
            }
            return CommitResult.DURABLE;
        } catch (RocksDBException e) {
            LOG.error("a write to disk failed; nothing is acknowledged any more", e);
            noteDamage(e);
            return CommitResult.FAILED;
        }
    }

    /** RocksDB refuses writes when it cannot merge a sorted file; the next start must get rid of it. */
    private void noteDamage(RocksDBException e) {
        String why = RocksFiles.describe(e);
        if (RocksFiles.isCorruption(e) && why.contains(".sst")) {
            try {
                Damage.onTable(store, why);
            } catch (IOException io) {
                LOG.error("the damaged file could not be noted", io);
            }
        }
    }

    private void markWhenDue() {
        long sequence = log.sequence();
        if (sequence == markedSequence || hasFailed) {
            return;
        }
        if (sequence - markedSequence >= MARK_AFTER_BATCHES
                || clock.elapsedNanos() - firstUnmarkedNanos >= MARK_AFTER_NANOS) {
            mark.write(sequence);
            markedSequence = sequence;
        }
    }
}
