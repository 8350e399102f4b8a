package dynamo.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CompareTest {

    private final StringWriter out = new StringWriter();

    @Test
    void keys_that_are_not_the_same_everywhere_are_counted() {
        try (StubStore one = new StubStore();
                StubStore other = new StubStore()) {
            load(one, 50);
            load(other, 40);

            assertThat(compare(one, one, 50)).isZero();
            assertThat(compare(one, other, 50)).isEqualTo(1);
            assertThat(out.toString()).contains("{\"keys\":50,\"differing\":0,\"unanswered\":0}");
            assertThat(out.toString()).contains("{\"keys\":50,\"differing\":10,\"unanswered\":0}");
        }
    }

    @Test
    void a_node_that_does_not_answer_is_no_success() {
        try (StubStore one = new StubStore();
                StubStore gone = new StubStore()) {
            load(one, 5);
            gone.close();

            assertThat(compare(gone, gone, 5)).isEqualTo(1);
            assertThat(out.toString()).contains("\"unanswered\":5");
        }
    }

    /** Values come from one text, so the same keys get the same values. */
    private void load(StubStore store, int keys) {
        String[] options = {
            "--urls",
            store.url(),
            "--load",
            "--keys",
            "" + keys,
            "--seconds",
            "0",
            "--connections",
            "1",
            "--value-bytes",
            "9"
        };
        assertThat(new CommandLine(new BenchCommand())
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setOut(new PrintWriter(new StringWriter()))
                        .execute(options))
                .isZero();
    }

    private int compare(StubStore one, StubStore other, int keys) {
        return new CommandLine(new CompareCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out))
                .execute("--urls", one.url() + "," + other.url(), "--keys", "" + keys, "-o", "json");
    }
}
