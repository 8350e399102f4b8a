package dynamo.node.io.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.codahale.metrics.MetricRegistry;
import com.google.common.base.Splitter;
import dynamo.contract.Key;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {

    private static final Key KEY = new Key("b", Bytes.utf8("k"));

    private final NodeMetrics metrics = new NodeMetrics();

    @Test
    void a_whole_node_s_metrics_parse_and_are_described() {
        DropwizardEvents events = new DropwizardEvents(metrics);
        ProcessMetrics.addTo(metrics, "1.0");
        events.onReadRepair(new NodeId("n2"), KEY);
        events.onForwarded(new NodeId("n2"), KEY);
        events.onShed("too \"many\" \\ \n");
        events.onHandoffTimeout(new NodeId("n2"));
        events.onHedge(new NodeId("n2"), KEY);
        events.onLoad(7, 32, 0.25);
        events.onPeerLoad(new NodeId("n2"), 3);
        events.onPeerLoad(new NodeId("n2"), 5);
        events.onUpkeep(4, Map.of(new NodeId("n2"), 3L, new NodeId("n3"), 4L), 99);
        events.onUpkeep(4, Map.of(new NodeId("n2"), 4L), 99);
        events.onPlan(5, 64);
        events.onRing(5, 12, 3);
        events.onWrongEpoch(new NodeId("n2"));
        events.onWhole(7);
        events.onDropping(8);

        Parsed parsed = Parsed.of(PrometheusText.write(metrics.registry()));

        assertThat(parsed.samples).containsEntry("dynamo_read_repairs_total{replica=\"n2\"}", 1.0);
        assertThat(parsed.samples).containsEntry("dynamo_shed_total{what=\"too \\\"many\\\" \\\\ \\n\"}", 1.0);
        assertThat(parsed.samples)
                .containsEntry("dynamo_handoff_timeouts_total{home=\"n2\"}", 1.0)
                .containsEntry("dynamo_hedges_total", 1.0)
                .containsEntry("dynamo_requests_in_flight", 7.0)
                .containsEntry("dynamo_requests_limit", 32.0)
                .containsEntry("dynamo_pressure", 0.25)
                .containsEntry("dynamo_ring_epoch", 5.0)
                .containsEntry("dynamo_partitions_moving", 12.0)
                .containsEntry("dynamo_partitions_lacking", 3.0)
                .containsEntry("dynamo_partitions_received_total", 1.0)
                .containsEntry("dynamo_partitions_dropped_total", 1.0)
                .containsEntry("dynamo_wrong_epoch_total", 1.0)
                .containsEntry("dynamo_tombstones_waiting_for{home=\"n2\"}", 4.0)
                .containsEntry("dynamo_tombstones_waiting_for{home=\"n3\"}", 0.0)
                .containsEntry("dynamo_peer_requests_in_flight{peer=\"n2\"}", 5.0);
        assertThat(parsed.samples).containsKeys("process_cpu_seconds_total", "jvm_memory_used_bytes{area=\"heap\"}");
        assertThat(parsed.types).containsEntry("process_cpu_seconds_total", "counter");
        assertThat(parsed.types).containsEntry("process_open_fds", "gauge");
        assertThat(parsed.types.keySet()).allMatch(Descriptions::has);
    }

    @Test
    void a_latency_is_a_histogram_whose_buckets_add_up() {
        DropwizardEvents events = new DropwizardEvents(metrics);
        for (int millis = 1; millis <= 1000; millis++) {
            events.onCommitted(3, Duration.ofMillis(millis).toNanos());
        }
        events.onCommitted(3, Duration.ofHours(1).toNanos());

        Parsed parsed = Parsed.of(PrometheusText.write(metrics.registry()));

        String bucket = "dynamo_commit_seconds_bucket{le=\"";
        assertThat(parsed.types).containsEntry("dynamo_commit_seconds", "histogram");
        assertThat(parsed.samples).containsEntry(bucket + "1.0E-4\"}", 0.0);
        assertThat(parsed.samples.get(bucket + "0.1\"}")).isCloseTo(100, within(1.0));
        assertThat(parsed.samples.get(bucket + "1\"}")).isCloseTo(1000, within(1.0));
        assertThat(parsed.samples).containsEntry(bucket + "10\"}", 1000.0);
        assertThat(parsed.samples).containsEntry(bucket + "+Inf\"}", 1001.0);
        assertThat(parsed.samples).containsEntry("dynamo_commit_seconds_count", 1001.0);
        assertThat(parsed.samples.get("dynamo_commit_seconds_sum")).isCloseTo(500.5 + 3600, within(0.1));
        assertThat(parsed.samples).containsEntry("dynamo_commit_rows_bucket{le=\"4\"}", 1001.0);
    }

    @Test
    void families_whose_names_begin_alike_stay_together() {
        metrics.counter(MetricName.of("a_total").with("x", "1")).inc();
        metrics.counter(MetricName.of("a_total_of_b")).inc(2);
        metrics.counter(MetricName.of("a_total").with("x", "2").with("y", "3")).inc(4);

        Parsed parsed = Parsed.of(PrometheusText.write(metrics.registry()));

        assertThat(parsed.samples)
                .isEqualTo(Map.of("a_total{x=\"1\"}", 1.0, "a_total{x=\"2\",y=\"3\"}", 4.0, "a_total_of_b", 2.0));
    }

    @Test
    void names_of_other_libraries_are_made_fit() {
        MetricRegistry registry = new MetricRegistry();
        registry.counter("9 lives.of-a cat").inc();

        assertThat(Parsed.of(PrometheusText.write(registry)).samples).containsEntry("_9_lives_of_a_cat", 1.0);
    }

    @Test
    void labels_are_bounded() {
        DropwizardEvents events = new DropwizardEvents(metrics);
        for (int i = 0; i < 1000; i++) {
            events.onForwarded(new NodeId("n" + i), KEY);
        }

        Parsed parsed = Parsed.of(PrometheusText.write(metrics.registry()));

        assertThat(parsed.samples.keySet().stream().filter(name -> name.startsWith("dynamo_forwarded_total")))
                .hasSize(257);
        assertThat(parsed.samples).containsEntry("dynamo_forwarded_total{to=\"others\"}", 744.0);
    }

    /** A reader of the format that refuses what Prometheus would. */
    private record Parsed(Map<String, String> types, Map<String, Double> samples) {

        private static final Pattern SAMPLE = Pattern.compile(
                "([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{[a-z]+=\"([^\"\\\\]|\\\\[\\\\\"n])*\"(,[a-z]+=\"([^\"\\\\]|\\\\[\\\\\"n])*\")*})? "
                        + "(NaN|[+-]Inf|-?[0-9.]+(E-?[0-9]+)?)");

        static Parsed of(String text) {
            assertThat(text).endsWith("\n");
            Parsed parsed = new Parsed(new LinkedHashMap<>(), new LinkedHashMap<>());
            List<String> families = new ArrayList<>();
            for (String line : Splitter.on('\n').omitEmptyStrings().split(text)) {
                List<String> words = Splitter.on(' ').limit(4).splitToList(line);
                if (line.startsWith("# TYPE ")) {
                    assertThat(parsed.types.put(words.get(2), words.get(3))).isNull();
                    families.add(words.get(2));
                } else if (!line.startsWith("# HELP ")) {
                    parsed.sample(line, families.get(families.size() - 1));
                }
            }
            return parsed;
        }

        private void sample(String line, String family) {
            Matcher matcher = SAMPLE.matcher(line);
            assertThat(matcher.matches()).as(line).isTrue();
            String suffix = "histogram".equals(types.get(family)) ? "_(bucket|sum|count)" : "";
            assertThat(matcher.group(1)).matches(family + suffix);
            String name = line.substring(0, line.lastIndexOf(' '));
            String value = matcher.group(6).replace("Inf", "Infinity");
            assertThat(samples.put(name, Double.parseDouble(value))).as(name).isNull();
        }
    }
}
