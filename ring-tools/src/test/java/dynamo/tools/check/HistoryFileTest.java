package dynamo.tools.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryFileTest {
    private static final String RUN =
            "{\"type\":\"run\",\"format\":2,\"seed\":7,\"workload\":\"mixed\",\"nodes\":[\"n1\"],\"replicas\":3,"
                    + "\"started\":\"2026-01-01T00:00:00Z\"}\n";
    private static final KeyName KEY = new KeyName("b", "k");

    @TempDir
    Path dir;

    @Test
    void every_line_comes_back_as_it_was_written() throws IOException {
        Call.Caller caller = new Call.Caller(3, 12, "n2", Optional.of("s3.1"));
        List<Line> lines = List.of(
                Story.RUN,
                new Call.Write(
                        caller,
                        KEY,
                        new Span(1, 2),
                        Call.Outcome.OK,
                        "w3.12",
                        false,
                        Optional.of(ImmutableList.of("w1.2")),
                        2,
                        Optional.of("3d85-01"),
                        ImmutableList.of("e17")),
                new Call.Write(
                        new Call.Caller(3, 13, "", Optional.empty()),
                        KEY,
                        new Span(1, 2),
                        new Call.Outcome(Call.Result.NOT_APPLIED, "overloaded"),
                        "w3.13",
                        true,
                        Optional.empty(),
                        1,
                        Optional.empty(),
                        ImmutableList.of()),
                new Call.Get(
                        caller,
                        KEY,
                        new Span(3, 4),
                        Call.Outcome.OK,
                        new Found(ImmutableList.of("w3.12"), 1, ImmutableList.of("\u00e4\n"))),
                new Call.Get(
                        caller, KEY, new Span(3, 4), new Call.Outcome(Call.Result.FAILED, "timeout"), Found.NOTHING),
                new Line.Fault("partition", ImmutableList.of("n1", "n2"), "{n1} | {n2}", new Span(1, 2)),
                new Line.Skipped("slow-disk", "no cgroup"),
                new Line.Phase("chaos", new Span(1, 2)),
                new Line.Replica("n1", KEY, Found.of("w3.12"), "hash"),
                new Line.Final(KEY, Found.of("w3.12"), Optional.of(ImmutableList.of("e17"))),
                new Line.Final(KEY, Found.NOTHING, Optional.empty()),
                new Line.Crash("n1", "its last words"),
                new Line.End(5, true));
        assertThat(read(Story.bytes(lines))).isEqualTo(lines);
    }

    @Test
    void the_form_stays_what_it_is() throws IOException {
        String text = RUN
                + "{\"type\":\"call\",\"client\":3,\"number\":12,\"node\":\"node2\",\"call\":\"put\",\"bucket\":\"chaos\","
                + "\"key\":\"set-3\",\"write\":\"w3.12\",\"saw\":[\"w1.2\",\"w3.11\"],\"begin\":1,\"end\":2,\"result\":\"ok\","
                + "\"code\":\"\",\"sibling\":\"3d85-01\",\"session\":\"s3.1\"}\n"
                + "{\"type\":\"replica\",\"node\":\"node2\",\"bucket\":\"chaos\",\"key\":\"set-3\",\"found\":[\"w1.2\"],"
                + "\"tombstones\":0,\"record\":\"h\"}\n"
                + "{\"type\":\"end\",\"at\":5,\"settled\":true}\n";
        assertThat(read(text.getBytes(StandardCharsets.UTF_8))).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"end\",\"at\":1,\"settled\":true,\"color\":1}|unknown member \"color\"",
                "{\"type\":\"end\",\"at\":1}|\"settled\" is missing",
                "{\"type\":\"end\",\"at\":\"1\",\"settled\":true}|\"at\" wants an integer",
                "{\"type\":\"end\",\"at\":-1,\"settled\":true}|\"at\" wants 0 or more",
                "{\"type\":\"end\",\"at\":1,\"at\":2,\"settled\":true}|not JSON: Duplicate field 'at'",
                "{\"type\":\"end\",\"at\":1,\"settled\":true} 2|not JSON: ",
                "{\"type\":\"phase\",\"phase\":\"quiet\",\"begin\":2,\"end\":1}|begin 2, end 1: wants",
                "{\"type\":\"final\",\"bucket\":\"b\",\"key\":\"k\",\"found\":[1]}|\"found\" wants strings",
                "{\"type\":\"final\",\"bucket\":\"b\",\"key\":\"\",\"found\":[]}|\"key\" wants a string that is not empty",
                "{\"type\":\"tea\"}|unknown type \"tea\"",
                "[]|no JSON object",
                "{\"type\":|not JSON: "
            })
    void a_bad_line_is_told_with_its_number(String line, String what) {
        byte[] text =
                (RUN + line + "\n" + "{\"type\":\"end\",\"at\":5,\"settled\":true}\n").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(HistoryException.class)
                .hasMessageStartingWith("line 2: ")
                .hasMessageContaining(what);
    }

    @Test
    void lines_have_their_places() {
        String end = "{\"type\":\"end\",\"at\":5,\"settled\":true}\n";
        assertBad("", "line 1: an empty file is no history");
        assertBad(end, "line 1: a history begins with a line of type \"run\"");
        assertBad(RUN + RUN, "line 2: a second line of type \"run\"");
        assertBad(RUN + end + end, "line 3: nothing may follow the line of type \"end\"");
        assertBad(RUN + "x".repeat(HistoryReader.LINE_BYTES_MAX + 1), "line 2: longer than 1048576 bytes");
        assertBad("\u00e9".repeat(2) + "\n", "line 1: not JSON: ");
    }

    @Test
    void what_must_be_unique_is() {
        List<Line> twice = List.of(Story.RUN, write("w1", 0), write("w1", 1));
        assertThatThrownBy(() -> Story.verdict(twice)).hasMessage("line 3: a second write w1");
        Line last = new Line.Final(KEY, Found.NOTHING, Optional.empty());
        assertThatThrownBy(() -> Story.verdict(List.of(Story.RUN, last, last)))
                .hasMessage("line 3: a second final read of b/k");
    }

    @Test
    void a_last_line_that_a_crash_cut_is_left_out() throws IOException {
        byte[] whole = Story.bytes(List.of(Story.RUN, write("w1", 0), write("w2", 1)));
        for (int cut = 2; cut < 40; cut++) {
            byte[] text = java.util.Arrays.copyOf(whole, whole.length - cut);
            assertThat(read(text)).hasSize(2);
        }
        assertThat(read(java.util.Arrays.copyOf(whole, whole.length - 1))).hasSize(3);
    }

    @Test
    void many_threads_write_whole_lines() throws IOException, InterruptedException, ExecutionException {
        Path file = dir.resolve("history.jsonl");
        int threads = 8;
        int each = 200;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try (HistoryWriter writer = new HistoryWriter(file)) {
            writer.write(Story.RUN);
            List<Future<Integer>> all = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int client = thread;
                all.add(pool.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        writer.write(write("w" + client + "." + i, i));
                    }
                    return each;
                }));
            }
            for (Future<Integer> one : all) {
                assertThat(one.get()).isEqualTo(each);
            }
            assertThat(read(Files.readAllBytes(file))).as("before it is closed").hasSize(threads * each + 1);
        } finally {
            pool.shutdownNow();
        }
        assertThatThrownBy(() -> new HistoryWriter(file)).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void a_line_too_long_is_refused_and_nothing_of_it_written() throws IOException {
        Path file = dir.resolve("history.jsonl");
        try (HistoryWriter writer = new HistoryWriter(file)) {
            writer.write(Story.RUN);
            Line tooLong = new Line.Skipped("x", "x".repeat(HistoryReader.LINE_BYTES_MAX));
            assertThatThrownBy(() -> writer.write(tooLong)).isInstanceOf(HistoryException.class);
            writer.write(new Line.End(5, true));
        }
        assertThat(read(Files.readAllBytes(file))).hasSize(2);
    }

    private static Line write(String id, long number) {
        return new Call.Write(
                new Call.Caller(1, number, "n1", Optional.empty()),
                KEY,
                new Span(number, number + 1),
                Call.Outcome.OK,
                id,
                false,
                Optional.empty(),
                1,
                Optional.empty(),
                ImmutableList.of());
    }

    private static void assertBad(String text, String what) {
        assertThatThrownBy(() -> read(text.getBytes(StandardCharsets.UTF_8))).hasMessageStartingWith(what);
    }

    private static List<Line> read(byte[] text) throws IOException {
        List<Line> lines = new ArrayList<>();
        try (HistoryReader reader = new HistoryReader(new ByteArrayInputStream(text))) {
            for (Optional<Line> line = reader.next(); line.isPresent(); line = reader.next()) {
                lines.add(line.get());
            }
        }
        return lines;
    }
}
