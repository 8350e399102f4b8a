package dynamo.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class BenchTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void no_update_is_blind_even_after_failures() throws IOException {
        try (StubStore store = new StubStore()) {
            run(0, store, "--load", "--keys", "10", "--seconds", "0");
            store.refusedEvery = 20;

            JsonNode measured = run(1, store, "--workload", "A", "--keys", "10", "--warmup", "0", "--seconds", "1");

            assertThat(store.blindWrites).hasValue(0);
            assertThat(measured.at("/update/ops").asInt()).isPositive();
            assertThat(measured.at("/errorKinds/HTTP 503").asInt()).isPositive();
            assertThat(measured.at("/writesBesideSiblings").asInt()).isPositive();
            assertThat(measured.at("/readsOfSiblings").asInt()).isPositive();
        }
    }

    @Test
    void a_load_writes_every_key_once_and_a_second_one_writes_none() throws IOException {
        try (StubStore store = new StubStore()) {
            store.refusedEvery = 7;
            run(0, store, "--load", "--keys", "500", "--seconds", "0");
            store.refusedEvery = 0;
            JsonNode again = run(0, store, "--load", "--keys", "500", "--seconds", "0");

            assertThat(store.keys()).isEqualTo(500);
            assertThat(store.blindWrites).hasValue(0);
            assertThat(again.at("/load/ops").asInt()).isEqualTo(500);
        }
    }

    @Test
    void an_open_loop_keeps_its_rate() throws IOException {
        try (StubStore store = new StubStore()) {
            JsonNode measured = run(
                    0,
                    store,
                    "--workload",
                    "C",
                    "--keys",
                    "5",
                    "--load",
                    "--rate",
                    "200",
                    "--warmup",
                    "0",
                    "--seconds",
                    "2");

            assertThat(measured.at("/all/ops").asInt()).isEqualTo(400);
            assertThat(measured.at("/wrongValues").asInt()).isZero();
        }
    }

    @Test
    void what_no_connection_could_take_counts_from_when_it_was_due() throws IOException {
        try (StubStore store = new StubStore()) {
            String gone = store.url();
            store.close();

            JsonNode measured = run(1, gone, "--rate", "100", "--warmup", "0", "--seconds", "1", "--timeout", "1");

            assertThat(measured.at("/all/ops").asInt()).isEqualTo(100);
            assertThat(measured.at("/errors").asInt()).isEqualTo(100);
            assertThat(measured.at("/all/p50Micros").asInt()).isGreaterThan(1_000_000);
        }
    }

    @Test
    void a_lost_answer_is_asked_for_again_under_the_same_name_and_is_no_error() throws IOException {
        try (StubStore store = new StubStore()) {
            run(0, store, "--load", "--keys", "10", "--seconds", "0");
            store.lostEvery = 10;

            JsonNode measured = run(
                    0,
                    store.url() + "," + store.url(),
                    "--workload",
                    "W",
                    "--keys",
                    "10",
                    "--warmup",
                    "0",
                    "--seconds",
                    "1");

            assertThat(measured.at("/errors").asInt()).isZero();
            assertThat(measured.at("/retryKinds/connection lost").asInt()).isPositive();
            assertThat(store.repeated.get()).isPositive();
            assertThat(store.blindWrites).hasValue(0);
        }
    }

    @Test
    void what_was_shed_is_no_error_and_no_latency() throws IOException {
        try (StubStore store = new StubStore()) {
            run(0, store, "--load", "--keys", "10", "--seconds", "0");
            store.shedEvery = 3;

            JsonNode measured = run(0, store, "--workload", "C", "--keys", "10", "--warmup", "0", "--seconds", "1");

            assertThat(measured.at("/errors").asInt()).isZero();
            assertThat(measured.at("/shed/ops").asInt()).isPositive();
            assertThat(measured.at("/all/ops").asInt())
                    .isEqualTo(measured.at("/succeeded").asInt());
        }
    }

    @Test
    void a_node_that_is_just_starting_is_left_and_returned_to_when_it_serves() throws IOException {
        try (StubStore first = new StubStore();
                StubStore second = new StubStore()) {
            first.startingFor = 4; // two connections, and their first looks back

            JsonNode measured = run(
                    0,
                    first.url() + "," + second.url(),
                    "--workload",
                    "C",
                    "--rate",
                    "100",
                    "--warmup",
                    "0",
                    "--phase",
                    "before=4",
                    "--phase",
                    "after=4");

            assertThat(out.toString()).contains("\"phase\":\"before\"").contains("HTTP 503 starting or draining");
            assertThat(err.toString()).contains("phase before\nphase after\n");
            assertThat(measured.at("/phase").asText()).isEqualTo("after");
            assertThat(measured.at("/errors").asInt()).isZero();
            assertThat(measured.at("/all/ops").asInt()).isEqualTo(400);
            assertThat(first.requests.get()).isGreaterThan(100); // half of the last seconds' at least
        }
    }

    @Test
    void rates_change_with_the_phases() {
        Schedule schedule = new Schedule(
                1000,
                ImmutableList.of(Phase.parse("slow=2", 10), Phase.parse("fast=1@100", 10), Phase.parse("slow=1", 10)));

        assertThat(schedule.due(0)).isEqualTo(1000);
        assertThat(schedule.due(19)).isEqualTo(1_900_001_000L);
        assertThat(schedule.due(20)).isEqualTo(2_000_001_000L);
        assertThat(schedule.due(119)).isEqualTo(2_990_001_000L);
        assertThat(schedule.due(121)).isEqualTo(3_100_001_000L);
    }

    @Test
    void inserts_make_new_keys() throws IOException {
        try (StubStore store = new StubStore()) {
            run(
                    0,
                    store,
                    "--load",
                    "--workload",
                    "D",
                    "--distribution",
                    "latest",
                    "--keys",
                    "20",
                    "--warmup",
                    "0",
                    "--seconds",
                    "1");

            assertThat(store.keys()).isGreaterThan(20);
            assertThat(store.blindWrites).hasValue(0);
        }
    }

    @Test
    void wrong_options_are_said() {
        assertThat(execute("--workload", "Z")).isEqualTo(2);
        assertThat(execute("--keys", "0")).isEqualTo(2);
        assertThat(execute("--urls", "ftp://x")).isEqualTo(2);
        assertThat(execute("--phase", "x")).isEqualTo(2);
        assertThat(execute("--phase", "x=1", "--phase", "y=1@5")).isEqualTo(2);
        assertThat(execute("--help")).isZero();

        assertThat(err.toString())
                .contains("a mix is A, B, C, D, W")
                .contains("--keys wants")
                .contains("such as before=30")
                .contains("phases have a rate all")
                .contains("not http://host");
    }

    @Test
    void zipfian_keys_follow_zipf_s_law() {
        Zipfian zipfian = new Zipfian(1000);
        SplittableRandom random = new SplittableRandom(7);
        int[] ranks = new int[1000];
        for (int i = 0; i < 100_000; i++) {
            ranks[(int) zipfian.rank(random)]++;
        }
        double harmonic = 0;
        for (int i = 1; i <= 1000; i++) {
            harmonic += Math.pow(i, -0.99);
        }

        assertThat(ranks[0] / 1e5).isCloseTo(1 / harmonic, within(0.01));
        assertThat(ranks[1] / 1e5).isCloseTo(Math.pow(2, -0.99) / harmonic, within(0.01));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNIFORM", "ZIPFIAN", "LATEST", "SEQUENTIAL"})
    void every_distribution_stays_within_the_keys_there_are(String name) {
        KeyChooser chooser = KeyChooser.Kind.valueOf(name).over(100);
        SplittableRandom random = new SplittableRandom(7);
        for (int count = 1; count < 300; count++) {
            for (int i = 0; i < 100; i++) {
                assertThat(chooser.next(random, count)).isBetween(0, count - 1);
            }
        }
    }

    private JsonNode run(int exitCode, StubStore store, String... options) throws IOException {
        return run(exitCode, store.url(), options);
    }

    private JsonNode run(int exitCode, String url, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--urls", url, "--connections", "4", "--value-bytes", "100", "-o", "json"));
        int exited = execute(all.toArray(String[]::new));
        String[] lines = out.toString().strip().split("\n");
        assertThat(exited).as(out + " " + err).isEqualTo(exitCode);
        return new ObjectMapper().readTree(lines[lines.length - 1]);
    }

    private int execute(String... options) {
        return new CommandLine(new BenchCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .execute(options);
    }
}
