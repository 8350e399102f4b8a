package dynamo.tools.chaos;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dynamo.client.NodeAddress;
import dynamo.tools.check.HistoryWriter;
import dynamo.tools.check.Line;
import dynamo.tools.check.Span;
import dynamo.tools.command.Surroundings;
import dynamo.tools.console.Failure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One run: a cluster comes up, is hurt under load, is healed, and is read to the end. */
final class ChaosRun {
    private static final int REPLICAS = 3;
    /** Clients go on for so long after all is healed. */
    private static final long QUIET_NANOS = 5_000_000_000L;

    private final ChaosPlan plan;
    private final Stage stage;
    private final Progress progress;
    private final PrintWriter err;
    private final boolean isKept;
    private final Tally tally = new Tally();
    private final Keys keys = new Keys();
    private final ConcurrentSkipListMap<Integer, String> on = new ConcurrentSkipListMap<>();
    private final AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();
    private volatile boolean isWorking = true;
    private boolean isHealed;

    ChaosRun(ChaosPlan plan, Stage stage, Surroundings surroundings, boolean isKept) {
        this.plan = plan;
        this.stage = stage;
        this.isKept = isKept;
        err = surroundings.err();
        progress = new Progress(
                err,
                surroundings
                        .variable("RING_TERMINALS")
                        .filter(told -> told.contains("2"))
                        .isPresent());
    }

    void run(Path history) throws IOException {
        Thread hook = new Thread(this::down, "chaos-down");
        Runtime.getRuntime().addShutdownHook(hook); // after ^C nothing is left behind
        try (HistoryWriter writer = new HistoryWriter(history)) {
            say("seed " + plan.seed() + "; " + plan.nodes() + " nodes start");
            stage.up(plan.nodes());
            hurt(writer, history.resolveSibling("logs"));
        } finally {
            down();
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }

    private synchronized void down() {
        if (!isKept) {
            stage.down();
        }
    }

    private void hurt(HistoryWriter writer, Path out) throws IOException {
        ImmutableList<Stage.StageNode> nodes = stage.nodes();
        ImmutableList<String> ids = nodes.stream().map(Stage.StageNode::id).collect(ImmutableList.toImmutableList());
        ImmutableMap<String, String> impossible = stage.impossible();
        Schedule schedule = Schedule.draw(plan.seed(), plan.time(), ids, possible(impossible));
        Recorder recorder = new Recorder(writer);
        recorder.write(new Line.Run(
                plan.seed(), plan.workload(), ids, REPLICAS, Instant.now().toString()));
        plan.faults()
                .forEach(fault -> whyNot(fault, impossible).ifPresent(why -> {
                    say("SKIPPED " + fault.text() + ": " + why);
                    recorder.write(new Line.Skipped(fault.text(), why));
                }));
        schedule.planned().forEach(each -> say("  " + each.text()));

        List<Thread> workers = workers(nodes, recorder);
        phase("chaos", recorder, () -> nemeses(schedule, recorder));
        phase("healing", recorder, this::heal);
        phase("quiet", recorder, () -> progress.watch(recorder, tally, on, recorder.now() + QUIET_NANOS, () -> true));
        isWorking = false;
        join(workers);
        boolean isSettled = isHealed
                && new Ending(stage.nodes(), recorder, what -> progress.say(recorder, what)).record(keys.used());
        crashes(recorder, out);
        progress.end();
        Throwable why = broken.get();
        if (why != null) { // a call may be in no line, so the history has no end
            throw new IOException("a client or a nemesis ended before its time", why);
        }
        recorder.write(new Line.End(recorder.now(), isSettled));
    }

    private void heal() {
        try {
            stage.heal();
            isHealed = true;
        } catch (Failure e) {
            say(e.getMessage() + "; what is stored cannot be judged");
        }
    }

    private void crashes(Recorder recorder, Path out) throws IOException {
        for (Stage.StageNode node : stage.nodes()) {
            node.crashes().forEach(why -> recorder.write(new Line.Crash(node.id(), why)));
            if (!node.crashes().isEmpty()) {
                say(node.id() + " ended by itself; see " + stage.keepLog(node.id(), out));
            }
        }
    }

    private ImmutableList<Fault> possible(ImmutableMap<String, String> impossible) {
        return plan.faults().stream()
                .filter(fault -> whyNot(fault, impossible).isEmpty())
                .collect(ImmutableList.toImmutableList());
    }

    private static Optional<String> whyNot(Fault fault, ImmutableMap<String, String> impossible) {
        String name = fault == Fault.JOIN_LEAVE ? "join" : fault.text();
        return Optional.ofNullable(impossible.get(name));
    }

    private void phase(String name, Recorder recorder, Runnable what) {
        long begin = recorder.now();
        progress.phase(name);
        what.run();
        recorder.write(new Line.Phase(name, new Span(begin, recorder.now())));
    }

    /** Half of them ask homes first; each of the others begins with another node, also one that is cut off. A quarter have sessions. */
    private List<Thread> workers(List<Stage.StageNode> nodes, Recorder recorder) {
        List<Thread> threads = new ArrayList<>();
        long period = 1_000_000_000L * plan.clients() / plan.rate();
        for (int number = 0; number < plan.clients(); number++) {
            List<NodeAddress> seeds =
                    new ArrayList<>(nodes.stream().map(Stage.StageNode::data).toList());
            Collections.rotate(seeds, number);
            boolean hasSession = number % 4 == 1 && !remembered().isEmpty();
            Caller caller = new Caller(number, seeds, number % 2 == 0, hasSession, recorder, tally);
            Random random = new Random(plan.seed() * 1_000 + number);
            BooleanSupplier goesOn = () -> isWorking && broken.get() == null;
            Worker worker = new Worker(
                    caller, random, hasSession ? remembered() : plan.kinds(), keys, recorder, period, goesOn);
            threads.add(started("client-" + number, () -> {
                try (caller) {
                    worker.run();
                }
            }));
        }
        return threads;
    }

    /** A session does not remember a delete that met concurrent values. */
    private List<Kind> remembered() {
        return plan.kinds().stream().filter(kind -> kind != Kind.DELETE).toList();
    }

    private void nemeses(Schedule schedule, Recorder recorder) {
        BooleanSupplier goesOn = () -> recorder.now() < plan.time().toNanos() && broken.get() == null;
        List<Thread> lanes = IntStream.range(0, Schedule.LANES)
                .mapToObj(
                        lane -> started("nemesis-" + lane, new Nemesis(schedule.of(lane), stage, recorder, on, goesOn)))
                .toList();
        progress.watch(recorder, tally, on, plan.time().toNanos(), () -> broken.get() == null);
        join(lanes);
    }

    private Thread started(String name, Runnable what) {
        Thread thread = new Thread(
                () -> {
                    try {
                        what.run();
                    } catch (RuntimeException | Error e) {
                        broken.compareAndSet(null, e);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void join(List<Thread> threads) {
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                LockSupport.parkNanos(20_000_000);
            }
        }
    }

    private void say(String text) {
        err.println("chaos: " + text);
        err.flush();
    }
}
