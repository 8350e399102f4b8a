package dynamo.tools.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import dynamo.tools.TextTable;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** What a run showed, as a table for people and as JSON for scripts. */
final class Report {

    private static final ImmutableList<Double> PERCENTILES = ImmutableList.of(50.0, 90.0, 99.0, 99.9);

    private final Plan plan;
    private final BenchRun.Outcome outcome;
    private final String phase;
    private final boolean hasServers;

    /** @param hasServers whether the server's processes were named */
    Report(Plan plan, String phase, BenchRun.Outcome outcome, boolean hasServers) {
        this.plan = plan;
        this.phase = phase;
        this.outcome = outcome;
        this.hasServers = hasServers;
    }

    String table() {
        StringBuilder text = new StringBuilder(head()).append('\n');
        TextTable table = new TextTable("", "ops", "ops/s", "p50 ms", "p90 ms", "p99 ms", "p99.9 ms", "max ms");
        for (Operation operation : Operation.values()) {
            row(table, Ascii.toLowerCase(operation.name()), outcome.tally().histogram(operation));
        }
        row(table, "all", all());
        row(table, "shed", outcome.tally().shed());
        text.append(table);
        text.append("errors     ").append(counts(outcome.tally().errors())).append('\n');
        text.append("retries    ").append(counts(outcome.tally().retries())).append('\n');
        text.append("siblings   ").append(siblings()).append('\n');
        text.append("CPU        ").append(cpu()).append('\n');
        return text.toString();
    }

    private String head() {
        String keys = String.format(Locale.ROOT, "%,d keys of %,d bytes", plan.keys(), plan.valueBytes());
        String on = String.format(
                Locale.ROOT,
                "%d connections to %d nodes",
                plan.connections(),
                plan.servers().size());
        if (phase.equals("load")) {
            return "load: " + keys + "; " + on;
        }
        String pace = plan.isOpenLoop()
                ? String.format(
                        Locale.ROOT,
                        "open loop at %,.0f/s, latency from when it was due",
                        plan.phases().get(0).rate())
                : "closed loop";
        return plan.mix() + "; " + Ascii.toLowerCase(plan.distribution().name()) + " over " + keys + "; " + pace + "; "
                + on + "; " + Math.round(outcome.seconds()) + " s after "
                + plan.warmup().toSeconds() + " s of warm-up";
    }

    private void row(TextTable table, String name, Histogram latencies) {
        if (latencies.getTotalCount() == 0) {
            return;
        }
        table.row(
                name,
                Long.toString(latencies.getTotalCount()),
                String.format(Locale.ROOT, "%.0f", latencies.getTotalCount() / outcome.seconds()),
                millis(latencies, 50),
                millis(latencies, 90),
                millis(latencies, 99),
                millis(latencies, 99.9),
                millis(latencies, 100));
    }

    private static String millis(Histogram latencies, double percentile) {
        return String.format(Locale.ROOT, "%.2f", latencies.getValueAtPercentile(percentile) / 1e3);
    }

    static String counts(Map<String, Long> errors) {
        return errors.isEmpty()
                ? "none"
                : errors.entrySet().stream()
                        .map(error -> error.getValue() + " x " + error.getKey())
                        .collect(Collectors.joining(", "));
    }

    private String siblings() {
        Tally tally = outcome.tally();
        String wrong = tally.wrongValues() == 0 ? "" : ", " + tally.wrongValues() + " WRONG VALUES";
        return tally.readsOfSiblings() + " reads saw some, " + tally.writesBesideSiblings()
                + " writes left some (at most "
                + tally.siblingsMax() + "), " + tally.readsFirst() + " updates read first, " + tally.misses()
                + " reads found nothing" + wrong;
    }

    private String cpu() {
        String servers = hasServers
                ? String.format(
                        Locale.ROOT,
                        "servers %.0f us/op, %d MiB resident, %d bytes/op written; ",
                        perOperation(outcome.used().cpuSeconds()),
                        outcome.used().residentBytes() >> 20,
                        Math.round(writtenPerOperation()))
                : "";
        return servers
                + String.format(
                        Locale.ROOT,
                        "this generator %.0f us/op; everything else on the machine %.2f cores, stolen %.2f",
                        perOperation(outcome.used().ownCpuSeconds()),
                        otherCores(),
                        outcome.used().stolenSeconds() / outcome.seconds());
    }

    /** Millionths for each operation. */
    private double perOperation(double total) {
        return total * 1e6 / Math.max(1, all().getTotalCount());
    }

    private double writtenPerOperation() {
        return (double) outcome.used().writtenBytes() / Math.max(1, all().getTotalCount());
    }

    private double otherCores() {
        Processes.Sample used = outcome.used();
        return Math.max(0, used.machineCpuSeconds() - used.cpuSeconds() - used.ownCpuSeconds()) / outcome.seconds();
    }

    private Histogram all() {
        return outcome.tally().all();
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("phase", phase);
        json.put("mix", plan.mix().toString());
        json.put("distribution", Ascii.toLowerCase(plan.distribution().name()));
        json.put("keys", plan.keys()).put("valueBytes", plan.valueBytes());
        json.put("connections", plan.connections()).put("threads", plan.threads());
        json.put("servers", plan.servers().size()).put("rate", rate());
        json.put("seconds", outcome.seconds());
        latencies(json.putObject("all"), all());
        for (Operation operation : Operation.values()) {
            Histogram latencies = outcome.tally().histogram(operation);
            if (latencies.getTotalCount() > 0) {
                latencies(json.putObject(Ascii.toLowerCase(operation.name())), latencies);
            }
        }
        latencies(json.putObject("fromSent"), outcome.tally().fromSent());
        latencies(json.putObject("shed"), outcome.tally().shed());
        Tally tally = outcome.tally();
        json.put("succeeded", tally.succeeded()).put("succeededPerSecond", tally.succeeded() / outcome.seconds());
        json.put("retries", tally.retryCount());
        tally.retries().forEach(json.putObject("retryKinds")::put);
        json.put("errors", tally.errorCount());
        tally.errors().forEach(json.putObject("errorKinds")::put);
        json.put("misses", tally.misses()).put("wrongValues", tally.wrongValues());
        json.put("readsOfSiblings", tally.readsOfSiblings()).put("writesBesideSiblings", tally.writesBesideSiblings());
        json.put("siblingsMax", tally.siblingsMax()).put("readsFirst", tally.readsFirst());
        if (hasServers) {
            json.put("serverCpuMicrosPerOp", perOperation(outcome.used().cpuSeconds()));
            json.put("serverResidentBytes", outcome.used().residentBytes());
            json.put("serverWrittenBytesPerOp", writtenPerOperation());
        }
        json.put("generatorCpuMicrosPerOp", perOperation(outcome.used().ownCpuSeconds()));
        json.put("otherCores", otherCores());
        json.put("stolenCores", outcome.used().stolenSeconds() / outcome.seconds());
        return json;
    }

    private double rate() {
        return plan.phases().stream()
                .filter(each -> each.name().equals(phase))
                .mapToDouble(Phase::rate)
                .findFirst()
                .orElse(0);
    }

    private void latencies(ObjectNode json, Histogram latencies) {
        json.put("ops", latencies.getTotalCount());
        json.put("opsPerSecond", latencies.getTotalCount() / outcome.seconds());
        for (double percentile : PERCENTILES) {
            String name = "p" + Double.toString(percentile).replace(".0", "").replace(".", "") + "Micros";
            json.put(name, latencies.getValueAtPercentile(percentile));
        }
        json.put("maxMicros", latencies.getMaxValue());
    }
}
