package dynamo.tools.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The lines that say who is cut off from whom, as {@code scripts/lib/network.sh} changes them. */
class CutsTest {
    private static final String CUTS = "one-way node1 node2\none-way node1 node20\npartition node1 node2\n";

    @Test
    void the_end_of_a_cut_removes_it_and_no_other() throws Exception {
        assertThat(changed("without 'one-way node1 node2'")).isEqualTo("one-way node1 node20\npartition node1 node2\n");
        assertThat(changed("without one-way")).isEqualTo("partition node1 node2\n");
        assertThat(changed("without 'one-way node3 node1'")).isEqualTo(CUTS);
    }

    @Test
    void a_partition_takes_the_place_of_the_one_before() throws Exception {
        assertThat(changed("in_place_of partition 'partition node3 node1'"))
                .isEqualTo("one-way node1 node2\none-way node1 node20\npartition node3 node1\n");
    }

    private static String changed(String function) throws IOException, InterruptedException {
        Path script = Path.of("../scripts/lib/network.sh");
        Process bash = new ProcessBuilder("bash", "-euo", "pipefail", "-c", ". " + script + "; " + function)
                .redirectErrorStream(true)
                .start();
        try (var in = bash.getOutputStream()) {
            in.write(CUTS.getBytes(StandardCharsets.UTF_8));
        }
        String lines = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).isZero();
        return lines;
    }
}
