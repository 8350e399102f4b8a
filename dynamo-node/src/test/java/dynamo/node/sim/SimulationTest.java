package dynamo.node.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final int SEEDS = 60;

    @Test
    void promises_hold_under_the_faults_of_many_seeds() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Report report = Simulation.run(new Seed(seed));
            assertThat(report.failure()).as(report.describe()).isEmpty();
        }
    }

    @Test
    void the_same_seed_leaves_the_same_trace() {
        for (long seed = 1; seed <= 3; seed++) {
            Report once = Simulation.run(new Seed(seed));
            assertThat(Simulation.run(new Seed(seed)).traceHash()).isEqualTo(once.traceHash());
            assertThat(Simulation.run(new Seed(seed + 1000)).traceHash()).isNotEqualTo(once.traceHash());
        }
    }
}
