package dynamo.tools.check.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dynamo.tools.check.History;
import dynamo.tools.check.Line;
import dynamo.tools.check.Span;
import dynamo.tools.check.Verdict;

/** The report as JSON: the verdict's document, and what the picture shows. */
final class ReportDocument {
    private ReportDocument() {}

    static String of(History history, Verdict verdict, Series series) {
        ObjectNode json = VerdictDocument.json(
                verdict, history.run(), verdict.violations().size());
        json.put("started", history.run().started())
                .put("replicas", history.run().replicas());
        ArrayNode nodes = json.putArray("nodes");
        history.run().nodes().forEach(nodes::add);
        ObjectNode timeline = json.putObject("timeline");
        timeline.put("durationMicros", series.nanos() / 1_000).put("binSeconds", series.binSeconds());
        ArrayNode bins = timeline.putArray("bins");
        for (int bin = 0; bin < series.bins().size(); bin++) {
            add(
                    bins.addObject().put("atSeconds", bin * series.binSeconds()),
                    series.bins().get(bin));
        }
        ArrayNode phases = timeline.putArray("phases");
        history.phases().forEach(phase -> add(phases.addObject().put("phase", phase.phase()), phase.span()));
        ArrayNode faults = timeline.putArray("faults");
        history.faults().forEach(fault -> add(faults.addObject(), fault));
        return json.toString() + "\n";
    }

    private static void add(ObjectNode json, Bin bin) {
        json.put("ok", bin.ok()).put("not_applied", bin.notApplied());
        json.put("unknown", bin.unknown()).put("failed", bin.failed());
        json.put("p50Micros", bin.p50()).put("p99Micros", bin.p99()).put("maxMicros", bin.max());
    }

    private static void add(ObjectNode json, Line.Fault fault) {
        json.put("fault", fault.fault());
        ArrayNode nodes = json.putArray("nodes");
        fault.nodes().forEach(nodes::add);
        add(json.put("detail", fault.detail()), fault.span());
    }

    private static void add(ObjectNode json, Span span) {
        json.put("beginMicros", span.begin() / 1_000).put("endMicros", span.end() / 1_000);
    }
}
