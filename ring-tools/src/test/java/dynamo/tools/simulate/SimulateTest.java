package dynamo.tools.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SimulateTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void a_few_seeds_pass_and_tell_what_they_did_not_meet() {
        assertThat(run("--seeds", "2")).isZero();
        assertThat(out.toString()).contains("seeds 2, failed 0").contains("never happened: fault: ");
        assertThat(err.toString()).doesNotContain("NOT TESTED");
    }

    @Test
    void when_probes_count_one_that_never_happened_fails_loudly() {
        assertThat(run("--seeds", "1", "--probes")).isEqualTo(1);
        assertThat(err.toString()).contains("NOT TESTED").contains("probe: ");
    }

    @Test
    void a_seed_run_twice_leaves_one_trace() {
        assertThat(run("--seeds", "2", "--from", "7", "--twice", "--hashes")).isZero();
        assertThat(out.toString()).contains("seed 7 trace ").contains("seed 8 trace ");
    }

    private int run(String... arguments) {
        return new CommandLine(new SimulateCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
