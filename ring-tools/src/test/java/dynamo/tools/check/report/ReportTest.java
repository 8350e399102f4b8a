package dynamo.tools.check.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.collect.ImmutableList;
import dynamo.tools.check.Call;
import dynamo.tools.check.Found;
import dynamo.tools.check.HistoryException;
import dynamo.tools.check.KeyName;
import dynamo.tools.check.Line;
import dynamo.tools.check.Span;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final Line.Run RUN =
            new Line.Run(7, "mixed", ImmutableList.of("n1", "n2"), 2, "2026-01-01T00:00:00Z");

    @TempDir
    Path dir;

    @Test
    void an_invalid_run_is_told_in_words_and_in_the_picture() throws Exception {
        Rendered report = Rendered.of(dir, SampleRun.lines(60, 10, 50));
        assertThat(report.text())
                .contains("✗ INVALID", "broke its promises: 3 violations", "5 (node1, node2, node3, node4, node5)")
                .contains("1:22 (82.0 s)", "4,000: ", "lost-write: 3", "w1000: put 1000 of client 0 at 20.0 s")
                .contains("slow-disk: no throttle <here>", "ring check 'a run'\\''s history.jsonl'");
        assertThat(report.elements("div", "violation")).hasSize(3);
        assertThat(report.elements("g", "fault")).hasSize(10);
        assertThat(report.elements("g", "concerned")).hasSize(3);
        assertThat(report.elements("rect", "phase")).hasSize(3);
        assertThat(report.elements("rect", "hover")).hasSize(82);
    }

    @Test
    void a_violation_has_the_call_that_wrote_and_the_call_that_read() throws Exception {
        KeyName key = new KeyName("b", "k");
        Call.Caller caller = new Call.Caller(4, 2, "n1", Optional.empty());
        Rendered report = Rendered.of(
                dir,
                List.of(
                        RUN,
                        new Call.Write(
                                new Call.Caller(3, 1, "", Optional.empty()),
                                key,
                                new Span(0, 1),
                                new Call.Outcome(Call.Result.NOT_APPLIED, "quorum-not-met"),
                                "w3.1",
                                false,
                                Optional.empty(),
                                1,
                                Optional.empty(),
                                ImmutableList.of()),
                        new Call.Get(caller, key, new Span(10, 11), Call.Outcome.OK, Found.of("w3.1")),
                        new Call.Get(
                                caller, new KeyName("b", "other"), new Span(12, 13), Call.Outcome.OK, Found.NOTHING)));
        assertThat(report.elements("div", "violation"))
                .singleElement()
                .satisfies(told -> assertThat(told.getTextContent())
                        .contains("not-applied-shown", "b/k", "get 2 of client 4 at 0.0 s by way of n1, ok")
                        .contains("w3.1: put 1 of client 3 at 0.0 s, not_applied (quorum-not-met)"));
        assertThat(report.elements("g", "concerned")).hasSize(2);
    }

    @Test
    void the_page_needs_nothing_from_elsewhere() throws Exception {
        String html = Rendered.of(dir, SampleRun.lines(10, 3, 20)).html();
        assertThat(html).contains("default-src &#39;none&#39;", "prefers-color-scheme: dark", "aria-labelledby");
        assertThat(html.replace("http://www.w3.org/", "")).doesNotContain("<script", "href", "src=", "http:", "https:");
    }

    @Test
    void the_document_has_the_verdict_and_what_is_drawn() throws Exception {
        JsonNode json = JsonMapper.builder()
                .build()
                .readTree(Rendered.of(dir, SampleRun.lines(60, 10, 50)).json());
        assertThat(json.path("verdict").asText()).isEqualTo("invalid");
        assertThat(json.path("firstViolations")).hasSize(3);
        assertThat(json.path("phases")).hasSize(3);
        JsonNode timeline = json.path("timeline");
        assertThat(timeline.path("binSeconds").asInt()).isEqualTo(1);
        assertThat(timeline.path("bins")).hasSize(82);
        assertThat(timeline.path("faults")).hasSize(10);
        long calls = 0;
        for (JsonNode bin : timeline.path("bins")) {
            for (Call.Result result : Call.Result.values()) {
                assertThat(bin.has(result.toString())).isTrue();
                calls += bin.path(result.toString()).asLong();
            }
        }
        assertThat(calls).isEqualTo(4_000);
    }

    @Test
    void a_history_of_nothing_has_a_report_too() throws Exception {
        Rendered report = Rendered.of(dir, List.of(RUN));
        assertThat(report.text()).contains("◐ UNDECIDED", "its last line is missing", "no faults", "0:00 (0.0 s)");
        assertThat(Rendered.of(dir, List.of(RUN, new Line.End(0, true))).text()).contains("● VALID");
    }

    @Test
    void what_is_no_history_has_none() throws Exception {
        Path file = Files.writeString(dir.resolve("tea"), "tea\n");
        assertThatThrownBy(() -> Report.write(file, dir.resolve("report")))
                .isInstanceOf(HistoryException.class)
                .hasMessageStartingWith("line 1: ");
        assertThat(dir.resolve("report")).doesNotExist();
    }

    @Test
    void no_text_of_a_history_is_taken_for_markup() throws Exception {
        String bad = "<script>alert(\"1\")</script>&amp;']]>\u0001\ud800\u202e-->";
        ImmutableList<String> one = ImmutableList.of(bad);
        KeyName key = new KeyName(bad, bad);
        Call.Caller caller = new Call.Caller(1, 1, bad, Optional.of(bad));
        Call.Outcome refused = new Call.Outcome(Call.Result.NOT_APPLIED, bad);
        Rendered report = Rendered.of(
                dir,
                List.of(
                        new Line.Run(7, bad, one, 2, bad),
                        new Line.Phase(bad, new Span(0, 10)),
                        new Line.Fault(bad, one, bad, new Span(0, 10)),
                        new Line.Skipped(bad, bad),
                        new Call.Write(
                                caller,
                                key,
                                new Span(1, 2),
                                refused,
                                bad,
                                false,
                                Optional.of(one),
                                1,
                                Optional.of(bad),
                                one),
                        new Line.Final(key, Found.of(bad), Optional.of(one))));
        assertThat(report.html()).doesNotContain("<script", "\u202e", "\u0001").contains("&lt;script&gt;");
        assertThat(report.elements("div", "violation")).isNotEmpty();
        assertThat(report.text()).contains("<script>alert(\"1\")</script>&amp;']]>");
    }

    @Test
    void a_long_text_is_cut() {
        assertThat(Markup.escaped("<".repeat(1_000_000))).hasSize(4 * 500 + 1).endsWith("…");
    }
}
