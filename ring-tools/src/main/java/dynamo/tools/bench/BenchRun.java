package dynamo.tools.bench;

import com.google.common.collect.ImmutableList;
import dynamo.tools.bench.Driver.Stretch;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Runs a plan: the load before it where asked for, warm-up and measurement. */
final class BenchRun {

    /** Time for the connections to open. */
    private static final Duration LEAD = Duration.ofMillis(200);

    private final Plan plan;
    private final Processes processes;
    private final Shared shared;

    /** What came of it. */
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
        ImmutableList<Driver> drivers = start(new Stretch(true, start, start, start));
        Tally tally = sum(drivers);
        Outcome outcome = new Outcome(tally, processes.sample().minus(before), (System.nanoTime() - start) / 1e9);
        return drivers.stream().allMatch(Driver::isLoaded) ? Optional.of(outcome) : Optional.empty();
    }

    Outcome measure() throws InterruptedException {
        long start = System.nanoTime() + LEAD.toNanos();
        long from = start + plan.warmup().toNanos();
        long to = from + plan.measured().toNanos();
        ImmutableList<Driver> drivers = start(new Stretch(false, start, from, to));
        sleepUntil(from);
        Processes.Sample before = processes.sample();
        sleepUntil(to);
        Processes.Sample used = processes.sample().minus(before);
        return new Outcome(sum(drivers), used, (to - from) / 1e9);
    }

    private ImmutableList<Driver> start(Stretch stretch) {
        ImmutableList<Driver> drivers = IntStream.range(0, plan.threads())
                .mapToObj(index -> new Driver(plan, shared, stretch, index))
                .collect(ImmutableList.toImmutableList());
        drivers.forEach(Driver::start);
        return drivers;
    }

    private static Tally sum(ImmutableList<Driver> drivers) throws InterruptedException {
        Tally sum = drivers.get(0).await();
        for (Driver driver : drivers.subList(1, drivers.size())) {
            sum = sum.add(driver.await());
        }
        return sum;
    }

    private static void sleepUntil(long nanos) throws InterruptedException {
        long left = nanos - System.nanoTime();
        if (left > 0) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
    }
}
