package dynamo.tools.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dynamo.tools.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    private final Tool ring = new Tool();

    @TempDir
    Path dir;

    @Test
    void a_valid_history_ends_with_0() throws IOException {
        assertThat(check(ModelRun.history(1, 2, 200), "table")).isZero();
        assertThat(ring.out()).startsWith("● VALID\n").contains("workload model, seed 1", "2 keys,", "P99.9 MS");
    }

    @Test
    void violations_are_told_up_to_twenty() throws IOException {
        List<Line> lines = new ArrayList<>(ModelRun.history(1, 2, 100));
        Line end = lines.remove(lines.size() - 1);
        for (int i = 0; i < 25; i++) {
            lines.add(new Line.Final(new KeyName("lost", "k" + i), Found.of("w-none" + i), Optional.empty()));
        }
        lines.add(end);
        assertThat(check(lines, "table")).isEqualTo(1);
        assertThat(ring.out())
                .startsWith("✗ INVALID, 25 violations\n  never-written: 25\n")
                .contains("never-written  lost/k0\n  the last read: shows w-none0, which no call wrote\n")
                .contains("and 5 more\n");

        assertThat(check(lines, "json")).isEqualTo(1);
        JsonNode json = JsonMapper.builder().build().readTree(ring.out());
        assertThat(json.path("verdict").asText()).isEqualTo("invalid");
        assertThat(json.path("violations").asInt()).isEqualTo(25);
        assertThat(json.path("firstViolations")).hasSize(20);

        assertThat(check(lines, "tsv")).isEqualTo(1);
        assertThat(ring.out())
                .startsWith("kind\tbucket\tkey\twhere\ttimes\tids\tsentence\n")
                .hasLineCount(21);
    }

    @Test
    void a_crash_is_told_in_every_form() throws IOException {
        List<Line> lines = new ArrayList<>(ModelRun.history(1, 2, 100));
        lines.add(lines.size() - 1, new Line.Crash("n2", "a fault ended it"));
        assertThat(check(lines, "table")).isEqualTo(1);
        assertThat(ring.out()).startsWith("✗ INVALID, 1 crash\n  n2 ended by itself: a fault ended it\n");

        assertThat(check(lines, "tsv")).isEqualTo(1);
        assertThat(ring.out()).contains("\ncrash\t\t\tn2\t1\t\ta fault ended it\n");

        assertThat(check(lines, "json")).isEqualTo(1);
        JsonNode json = JsonMapper.builder().build().readTree(ring.out());
        assertThat(json.path("verdict").asText()).isEqualTo("invalid");
        assertThat(json.path("crashes").path(0).path("node").asText()).isEqualTo("n2");
    }

    @Test
    void a_fault_that_could_not_be_made_is_told_once_for_each_reason() throws IOException {
        List<Line> lines = new ArrayList<>(ModelRun.history(1, 2, 100));
        lines.addAll(
                1,
                List.of(
                        new Line.Skipped("join", "partitions still move"),
                        new Line.Skipped("leave", "nobody to ask"),
                        new Line.Skipped("join", "partitions still move")));
        assertThat(check(lines, "table")).isZero();
        assertThat(ring.out())
                .contains("\nnot made, 2 times: join (partitions still move)\nnot made: leave (nobody to ask)\n");
    }

    @Test
    void an_incomplete_history_ends_with_1_and_says_so() throws IOException {
        List<Line> lines = ModelRun.history(1, 2, 100);
        assertThat(check(lines.subList(0, lines.size() - 1), "table")).isEqualTo(1);
        assertThat(ring.out()).startsWith("◐ UNDECIDED\n  undecided: the history is incomplete");
    }

    @Test
    void a_report_is_written_beside_the_verdict() throws IOException {
        Path file = Files.write(dir.resolve("history.jsonl"), Story.bytes(ModelRun.history(1, 2, 100)));
        Path reports = dir.resolve("some").resolve("where");
        assertThat(ring.run("check", file.toString(), "--report", reports.toString(), "-o", "json"))
                .isZero();
        assertThat(ring.out()).startsWith("{\"verdict\":\"valid\"");
        assertThat(ring.err()).isEqualTo("ring check: wrote " + reports.resolve("report.html") + "\n");
        assertThat(reports.resolve("report.html")).content().contains("● VALID", "ring check history.jsonl");
        assertThat(reports.resolve("report.json")).content().startsWith("{\"verdict\":\"valid\"");

        assertThat(ring.run("check", file.toString(), "--report", file.toString()))
                .isEqualTo(2);
        assertThat(ring.err()).contains("cannot write a report to " + file);
    }

    @Test
    void a_bad_file_ends_with_2_and_names_the_line() throws IOException {
        Path file = Files.writeString(
                dir.resolve("bad"), new String(Story.bytes(List.of(Story.RUN)), StandardCharsets.UTF_8) + "tea\n");
        assertThat(ring.run("check", file.toString())).isEqualTo(2);
        assertThat(ring.err())
                .startsWith("ring check: " + file + ": line 2: not JSON")
                .hasLineCount(1);
        assertThat(ring.run("check", dir.resolve("none").toString())).isEqualTo(2);
        assertThat(ring.err()).contains("there is no such file");
        assertThat(ring.run("check")).isEqualTo(2);
    }

    private int check(List<Line> lines, String form) throws IOException {
        Path file = Files.write(dir.resolve("history.jsonl"), Story.bytes(lines));
        return ring.run("check", file.toString(), "-o", form);
    }
}
