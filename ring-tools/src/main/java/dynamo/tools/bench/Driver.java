package dynamo.tools.bench;

import com.google.common.collect.ImmutableList;
import dynamo.tools.http.HttpConnection;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One thread with its share of the connections: says which operation is next, and when.
 *
 * <p>In an open loop operations are due at even distances whatever the store does. One that finds no idle connection waits,
 * and its latency counts from when it was due: a stalled store cannot hide the requests it delayed (coordinated omission).
 */
final class Driver {

    private static final long SWEEP_MILLIS = 100;
    /** Operations that may wait for a connection; what comes due beyond counts as failed. */
    private static final int WAITING_MAX = 100_000;

    /** A load that failed so often is given up. */
    private static final int LOAD_FAILURES_MAX = 10_000;

    private final Plan plan;
    private final Shared shared;
    private final Stretch stretch;
    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;
    private final SplittableRandom random;
    private final KeyChooser chooser;
    private final ImmutableList<Tally> tallies;
    private final Tally discarded;
    private final List<Worker> workers = new ArrayList<>();
    private final Deque<Worker> idle = new ArrayDeque<>();
    private final Deque<Long> waiting = new ArrayDeque<>();
    private final Deque<Integer> again = new ArrayDeque<>();
    private final CompletableFuture<ImmutableList<Tally>> done = new CompletableFuture<>();
    private final int index;
    private final Schedule schedule;
    private long issued;
    private int inFlight;
    private int loadFailures;

    /**
     * When operations begin and which of them count.
     *
     * @param isLoad every key once, until all are there, rather than a mix for a time
     * @param bounds of the phases: one more than there are phases
     */
    record Stretch(boolean isLoad, long start, ImmutableList<Long> bounds) {
        long from() {
            return bounds.get(0);
        }

        long to() {
            return bounds.get(bounds.size() - 1);
        }

        int phase(long nanos) {
            int phase = 0;
            while (phase + 2 < bounds.size() && nanos - bounds.get(phase + 1) >= 0) {
                phase++;
            }
            return phase;
        }
    }

    Driver(Plan plan, Shared shared, Stretch stretch, int index) {
        this.plan = plan;
        this.shared = shared;
        this.stretch = stretch;
        this.index = index;
        group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("driver-" + index, true), HttpConnection.waiting());
        loop = group.next();
        random = new SplittableRandom(plan.seed() + index);
        chooser = plan.distribution().over(plan.keys());
        tallies = stretch.isLoad()
                ? ImmutableList.of(new Tally(0))
                : plan.phases().stream()
                        .map(phase -> new Tally((int) phase.length().toSeconds()))
                        .collect(ImmutableList.toImmutableList());
        discarded = new Tally(0);
        schedule = plan.schedule(stretch.start());
        Values values = new Values(plan.valueBytes());
        for (int i = index; i < plan.connections(); i += plan.threads()) {
            workers.add(new Worker(
                    this, loop, plan, shared, values, i % plan.servers().size()));
        }
    }

    void start() {
        loop.execute(() -> {
            workers.forEach(Worker::connect);
            loop.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
            if (plan.isOpenLoop() && !stretch.isLoad()) {
                tick();
            }
        });
    }

    /** Waits until the time is over, or all is loaded or given up, and nothing is in flight. */
    ImmutableList<Tally> await() throws InterruptedException {
        try {
            return done.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a driver failed", e.getCause());
        }
    }

    /** Where an operation counts that was due then. */
    Tally tally(long dueNanos) {
        return isMeasured(dueNanos) ? tallies.get(stretch.phase(dueNanos)) : discarded;
    }

    /** Who was told that there is too much to do comes again a little later; in an open loop there is always another one. */
    boolean isToPause(Result result) {
        return result.kind() == Result.Kind.SHED && (stretch.isLoad() || !plan.isOpenLoop());
    }

    void onIdle(Worker worker) {
        long now = System.nanoTime();
        if (stretch.isLoad()) {
            load(worker, now);
        } else if (plan.isOpenLoop()) {
            Long due = nextWaiting(now);
            if (due == null) {
                idle.addLast(worker);
            } else {
                begin(worker, due);
            }
        } else if (now - stretch.to() < 0) {
            begin(worker, now);
        } else {
            idle.addLast(worker);
        }
        endIfOver(now);
    }

    /** Who has waited for longer than a request may take has given up. */
    private @Nullable Long nextWaiting(long now) {
        Long due = waiting.pollFirst();
        while (due != null && now - due > plan.timeout().toNanos()) {
            notSent(due);
            due = waiting.pollFirst();
        }
        return due;
    }

    private void sweep() {
        long now = System.nanoTime();
        workers.forEach(worker -> worker.sweep(now));
        endIfOver(now);
    }

    void onGone(Worker worker) {
        idle.remove(worker);
    }

    void ended(Operation operation, int key, long dueNanos, long sentNanos, Result result) {
        inFlight--;
        long now = System.nanoTime();
        if (operation == Operation.LOAD && !result.isOk()) {
            again.addLast(key);
            loadFailures++;
        }
        // A closed loop counts what ended in the measured time, an open one what was due in it.
        long counts = plan.isOpenLoop() ? dueNanos : now;
        if (isMeasured(counts)) {
            int phase = stretch.phase(counts);
            int second = (int) ((counts - stretch.bounds().get(phase)) / 1_000_000_000L);
            tallies.get(phase).ended(operation, now - dueNanos, now - sentNanos, result, second);
        }
    }

    boolean isLoaded() {
        return loadFailures <= LOAD_FAILURES_MAX;
    }

    private boolean isMeasured(long nanos) {
        return stretch.isLoad() || nanos - stretch.from() >= 0 && nanos - stretch.to() < 0;
    }

    private void begin(Worker worker, long due) {
        inFlight++;
        Operation operation = plan.mix().next(random);
        int key = operation == Operation.INSERT ? shared.claimInsert() : chooser.next(random, shared.present());
        worker.begin(operation, key, due);
    }

    private void load(Worker worker, long now) {
        if (loadFailures > LOAD_FAILURES_MAX) {
            idle.addLast(worker);
            return;
        }
        Integer failed = again.pollFirst();
        int key = failed == null ? shared.claimLoad() : failed;
        if (key < plan.keys()) {
            inFlight++;
            worker.begin(Operation.LOAD, key, now);
        } else {
            idle.addLast(worker);
        }
    }

    /** Begins what is due, and comes back when the next is. */
    private void tick() {
        long now = System.nanoTime();
        long due = due();
        while (due - now <= 0 && due - stretch.to() < 0) {
            Worker worker = idle.pollFirst();
            if (worker != null) {
                begin(worker, due);
            } else if (waiting.size() < WAITING_MAX) {
                waiting.addLast(due);
            } else {
                notSent(due);
            }
            issued++;
            due = due();
        }
        if (due - stretch.to() < 0) {
            loop.schedule(this::tick, Math.max(0, due - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
    }

    private long due() {
        return schedule.due(issued * plan.threads() + index);
    }

    private void notSent(long due) {
        inFlight++;
        ended(Operation.GET, 0, due, due, Result.failed("not sent: no connection was free"));
    }

    private void endIfOver(long now) {
        if (done.isDone() || inFlight > 0) {
            return;
        }
        boolean isOver;
        if (stretch.isLoad()) {
            isOver = loadFailures > LOAD_FAILURES_MAX || again.isEmpty() && !idle.isEmpty();
        } else {
            boolean gaveUp = now - stretch.to() > plan.timeout().toNanos();
            isOver = now - stretch.to() >= 0 && (waiting.isEmpty() || gaveUp);
        }
        if (isOver) {
            waiting.forEach(this::notSent);
            done.complete(tallies);
            workers.forEach(Worker::close);
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }
}
