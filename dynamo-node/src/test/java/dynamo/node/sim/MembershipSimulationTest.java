package dynamo.node.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.node.membership.SwimConfig;
import dynamo.node.sim.MembershipSimulation.Result;
import dynamo.node.sim.MembershipSimulation.Setting;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Failure detection among many; RATIONALE.md derives the bounds. */
class MembershipSimulationTest {
    private static final Logger LOG = LoggerFactory.getLogger(MembershipSimulationTest.class);
    private static final Duration STALL_MAX = Duration.ofSeconds(2);
    private static final double LOSS = 0.1;

    /** A third of the nodes stands still for 60 % of the time, and 10 % of the messages are lost. */
    private static Setting stalling(int nodes, int seconds, int crashes) {
        return new Setting(
                nodes, Duration.ofSeconds(seconds), LOSS, Duration.ofMillis(20), 1 / 3.0, 0.6, STALL_MAX, crashes);
    }

    private static Setting steady(int nodes, int seconds, int crashes) {
        return new Setting(nodes, Duration.ofSeconds(seconds), LOSS, Duration.ofMillis(20), 0, 0.6, STALL_MAX, crashes);
    }

    @Test
    void all_of_a_thousand_know_of_every_crash_within_the_bound() {
        Result result = run(1, steady(1_000, 42, 5));

        assertThat(result.unaware()).as(result.toString()).isZero();
        assertThat(result.detection(1)).as(result.toString()).isLessThan(bound(1_000, 1));
        assertThat(result.falseDeaths()).as(result.toString()).isZero();
    }

    @Test
    void nobody_alive_is_declared_dead_among_a_thousand_while_a_third_of_them_stalls() {
        Result result = run(1, stalling(1_000, 40, 0));

        assertThat(result.falseDeaths()).as(result.toString()).isZero();
        assertThat(result.refutations()).as(result.toString()).isGreaterThan(500);
    }

    @Test
    void a_hundred_know_of_every_crash_and_bury_nobody_alive_while_a_third_of_them_stalls() {
        for (int seed = 1; seed <= 5; seed++) {
            Result result = run(seed, stalling(100, 180, 4));

            assertThat(result.unaware()).as("seed %d: %s", seed, result).isZero();
            assertThat(result.detection(1)).as("seed %d: %s", seed, result).isLessThan(bound(100, 2 / 3.0));
            assertThat(result.falseDeaths()).as("seed %d: %s", seed, result).isZero();
        }
    }

    @Test
    void the_same_seed_gives_the_same_run() {
        Result once = run(7, stalling(50, 30, 2));

        assertThat(run(7, stalling(50, 30, 2))).isEqualTo(once);
        assertThat(run(8, stalling(50, 30, 2))).isNotEqualTo(once);
    }

    /** {@code -Dmembership.seeds=10}; figures go to the log. */
    @Test
    @EnabledIfSystemProperty(named = "membership.seeds", matches = "\\d+")
    void long_runs() {
        int nodes = Integer.getInteger("membership.nodes", 1_000);
        for (int seed = 1; seed <= Integer.getInteger("membership.seeds", 1); seed++) {
            Result result = run(seed, stalling(nodes, Integer.getInteger("membership.seconds", 180), 5));
            assertThat(result.unaware()).as("seed %d: %s", seed, result).isZero();
            assertThat(result.detection(1)).as("seed %d: %s", seed, result).isLessThan(bound(nodes, 2 / 3.0));
            assertThat(result.falseDeaths()).as("seed %d: %s", seed, result).isZero();
        }
    }

    /**
     * Until all know of a crash, but for one run in a million.
     *
     * @param awake share of the members that is awake, and probes
     */
    private static Duration bound(int nodes, double awake) {
        SwimConfig config = SwimConfig.DEFAULT;
        double period = config.period().toNanos() / 1e9;
        double firstProbe = Math.log(1e6) / awake * period;
        double probe = 2 * period;
        double suspicion = config.beta() * config.alpha() * Math.max(1, Math.log10(nodes)) * period;
        double rounds = Math.ceil(2 * Math.log(nodes) / Math.log(1 + config.fanout() * (1 - LOSS) * awake));
        double dissemination = rounds * config.beat().toNanos() / 1e9 + STALL_MAX.toNanos() / 1e9;
        return Duration.ofMillis((long) (1_000 * (firstProbe + probe + suspicion + dissemination)));
    }

    private static Result run(int seed, Setting setting) {
        long before = cpuNanos();
        Result result = MembershipSimulation.run(new Seed(seed), SwimConfig.DEFAULT, setting);
        double cpuSeconds = Math.round((cpuNanos() - before) / 1e8) / 10.0;
        LOG.atLevel(System.getProperty("membership.seeds") == null ? Level.INFO : Level.WARN)
                .log("{} nodes, seed {}, {} s of CPU: {}", setting.nodes(), seed, cpuSeconds, result);
        return result;
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
