package dynamo.tools.bench;

import com.google.common.collect.ImmutableList;
import dynamo.tools.bench.Driver.Stretch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Runs a plan: the load before it where asked for, warm-up and measurement. */
final class BenchRun {

    /** Time for the connections to open. */
    private static final Duration LEAD = Duration.ofMillis(200);

    private final Plan plan;
    private final Processes processes;
    private final Shared shared;

    /** What came of one phase. */
    record Outcome(Tally tally, Processes.Sample used, double seconds) {}

    BenchRun(Plan plan, Processes processes) {
        this.plan = plan;
        this.processes = processes;
        shared = new Shared(plan.keys(), plan.keysMax());
    }

    /** Empty when the store took too many keys not. */
    Optional<Outcome> load() throws InterruptedException {
        long start = System.nanoTime();
        Processes.Sample before = processes.sample();
        ImmutableList<Driver> drivers = start(new Stretch(true, start, ImmutableList.of(start, start)));
        Tally tally = sum(drivers).get(0);
        Outcome outcome = new Outcome(tally, processes.sample().minus(before), (System.nanoTime() - start) / 1e9);
        return drivers.stream().allMatch(Driver::isLoaded) ? Optional.of(outcome) : Optional.empty();
    }

    /**
     * One outcome for each phase.
     *
     * @param onPhase told of each when it begins
     */
    ImmutableList<Outcome> measure(Consumer<Phase> onPhase) throws InterruptedException {
        long start = System.nanoTime() + LEAD.toNanos();
        List<Long> bounds = new ArrayList<>();
        bounds.add(start + plan.warmup().toNanos());
        for (Phase phase : plan.phases()) {
            bounds.add(bounds.get(bounds.size() - 1) + phase.length().toNanos());
        }
        ImmutableList<Driver> drivers = start(new Stretch(false, start, ImmutableList.copyOf(bounds)));
        List<Processes.Sample> samples = new ArrayList<>();
        for (int i = 0; i < bounds.size(); i++) {
            sleepUntil(bounds.get(i));
            samples.add(processes.sample());
            if (i < plan.phases().size()) {
                onPhase.accept(plan.phases().get(i));
            }
        }
        ImmutableList<Tally> tallies = sum(drivers);
        ImmutableList.Builder<Outcome> outcomes = ImmutableList.builder();
        for (int i = 0; i < tallies.size(); i++) {
            double seconds = plan.phases().get(i).length().toNanos() / 1e9;
            outcomes.add(new Outcome(tallies.get(i), samples.get(i + 1).minus(samples.get(i)), seconds));
        }
        return outcomes.build();
    }

    private ImmutableList<Driver> start(Stretch stretch) {
        ImmutableList<Driver> drivers = IntStream.range(0, plan.threads())
                .mapToObj(index -> new Driver(plan, shared, stretch, index))
                .collect(ImmutableList.toImmutableList());
        drivers.forEach(Driver::start);
        return drivers;
    }

    private static ImmutableList<Tally> sum(ImmutableList<Driver> drivers) throws InterruptedException {
        ImmutableList<Tally> sums = drivers.get(0).await();
        for (Driver driver : drivers.subList(1, drivers.size())) {
            ImmutableList<Tally> more = driver.await();
            for (int i = 0; i < sums.size(); i++) {
                sums.get(i).add(more.get(i));
            }
        }
        return sums;
    }

    private static void sleepUntil(long nanos) throws InterruptedException {
        long left = nanos - System.nanoTime();
        if (left > 0) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
    }
}
