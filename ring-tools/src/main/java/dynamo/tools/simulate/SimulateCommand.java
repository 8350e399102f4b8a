package dynamo.tools.simulate;

import com.google.common.collect.ImmutableList;
import dynamo.node.sim.Report;
import dynamo.node.sim.Seed;
import dynamo.node.sim.Simulation;
import dynamo.tools.Invocation;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ring simulate}. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        header = "Run whole clusters in virtual time, each from a seed, under faults.",
        description = {
            "",
            "Everything a run does grows from its seed, so a seed that fails fails again: --seeds 1 --from SEED.",
            "Checkers that know the true history judge what nodes store and answer.",
            ""
        },
        footer = {
            "",
            "Faults and probes (rare things) are counted over all seeds. One that never happened was not tested: with",
            "--probes, and with 1,000 seeds or more, that fails too.",
            "",
            "Exit codes: 0 all seeds passed, 1 a seed failed or something never happened, 2 wrong usage."
        },
        sortOptions = false,
        usageHelpAutoWidth = true)
public final class SimulateCommand implements Callable<Integer> {
    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int FAILURES_SHOWN = 5;
    /** With fewer, one that is missing says little. */
    private static final int SEEDS_FOR_PROBES = 1_000;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--seeds", defaultValue = "100", description = "how many (default: ${DEFAULT-VALUE})")
    private int seeds;

    @Option(names = "--from", defaultValue = "1", description = "the first seed (default: ${DEFAULT-VALUE})")
    private long from;

    @Option(names = "--threads", defaultValue = "2", description = "seeds at a time (default: ${DEFAULT-VALUE})")
    private int threads;

    @Option(names = "--twice", description = "run every seed twice, and fail where the two leave different traces")
    private boolean twice;

    @Option(names = "--hashes", description = "print the trace hash of every seed, to compare runs of different JVMs")
    private boolean hashes;

    @Option(names = "--probes", description = "fail when a fault or a probe never happened, however few the seeds")
    private boolean probes;

    private record Run(Report report, double cpuSeconds, boolean repeatable) {}

    @Override
    public Integer call() throws InterruptedException {
        CommandLine command = Invocation.of(spec);
        if (seeds < 1 || threads < 1 || threads > 64) {
            command.getErr().println("ring simulate: --seeds is at least 1, --threads 1 to 64");
            return 2;
        }
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            return collect(pool, command.getOut(), command.getErr());
        } finally {
            pool.shutdownNow();
        }
    }

    /** At most twice as many seeds as threads are handed out, so that an early failure is seen early. */
    private int collect(ExecutorService pool, PrintWriter out, PrintWriter err) throws InterruptedException {
        CompletionService<Run> runs = new ExecutorCompletionService<>(pool);
        Summary summary = new Summary();
        int started = 0;
        boolean allRepeatable = true;
        long shownNanos = System.nanoTime();
        while (summary.seeds() < seeds) {
            while (started < seeds && started - summary.seeds() < 2 * threads) {
                long seed = from + started++;
                runs.submit(() -> run(seed));
            }
            Run run = await(runs);
            summary.add(run.report, run.cpuSeconds);
            allRepeatable &= run.repeatable;
            tell(run, summary, out, err);
            if (System.nanoTime() - shownNanos > PROGRESS_NANOS) {
                shownNanos = System.nanoTime();
                err.println(summary.progress(seeds));
            }
        }
        out.print(summary.text());
        boolean allHappened = tellMissing(summary, out, err);
        out.flush();
        return summary.failed().isEmpty() && allRepeatable && allHappened ? 0 : 1;
    }

    /** What no seed met is told in any case, and held against the run when it had seeds enough. */
    private boolean tellMissing(Summary summary, PrintWriter out, PrintWriter err) {
        ImmutableList<String> missing = summary.missing(Simulation.mustHappen());
        boolean counts = probes || seeds >= SEEDS_FOR_PROBES;
        missing.forEach(name -> out.printf("  never happened: %s%n", name));
        if (counts && !missing.isEmpty()) {
            err.printf("NOT TESTED: in %,d seeds never happened %s%n", seeds, missing);
            err.flush();
        }
        return !counts || missing.isEmpty();
    }

    private void tell(Run run, Summary summary, PrintWriter out, PrintWriter err) {
        if (hashes) {
            out.printf("seed %s trace %016x%n", run.report.seed(), run.report.traceHash());
        }
        if (!run.repeatable) {
            err.printf("seed %s left two different traces%n", run.report.seed());
        }
        if (run.report.failure().isPresent() && summary.failed().size() <= FAILURES_SHOWN) {
            err.println(run.report.describe());
        }
        err.flush();
    }

    private Run run(long value) {
        ThreadMXBean thread = ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadCpuTime();
        Report report = Simulation.run(new Seed(value));
        double cpuSeconds = (thread.getCurrentThreadCpuTime() - before) / 1e9;
        boolean repeatable = !twice || Simulation.run(new Seed(value)).traceHash() == report.traceHash();
        return new Run(report, cpuSeconds, repeatable);
    }

    private static Run await(CompletionService<Run> runs) throws InterruptedException {
        try {
            return runs.take().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the simulator itself failed", e.getCause());
        }
    }
}
