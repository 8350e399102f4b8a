package dynamo.tools.check.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import dynamo.tools.check.Line;
import dynamo.tools.check.Statistics;
import dynamo.tools.check.Statistics.During;
import dynamo.tools.check.Verdict;
import dynamo.tools.check.Violation;

/** A verdict as JSON. */
final class VerdictDocument {
    private VerdictDocument() {}

    static String of(Verdict verdict, Line.Run run, int violationsMax) {
        return json(verdict, run, violationsMax).toString();
    }

    static ObjectNode json(Verdict verdict, Line.Run run, int violationsMax) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("verdict", verdict.word().toString());
        json.put("seed", run.seed()).put("workload", run.workload());
        ArrayNode reasons = json.putArray("undecided");
        verdict.reasons().forEach(reasons::add);
        ArrayNode crashes = json.putArray("crashes");
        verdict.crashes()
                .forEach(crash -> crashes.addObject().put("node", crash.node()).put("why", crash.why()));
        json.put("violations", verdict.total());
        ObjectNode kinds = json.putObject("violationKinds");
        verdict.counts().forEach((kind, count) -> kinds.put(kind.toString(), count));
        ArrayNode first = json.putArray("firstViolations");
        verdict.violations().stream().limit(violationsMax).forEach(violation -> add(first.addObject(), violation));
        json.put("undecidedChecks", verdict.undecidedChecks());
        ObjectNode doubts = json.putObject("doubts");
        verdict.doubts().forEach((doubt, count) -> doubts.put(doubt.toString(), count));
        statistics(json, verdict.statistics());
        return json;
    }

    private static void add(ObjectNode json, Violation violation) {
        json.put("kind", violation.kind().toString());
        json.put("bucket", violation.key().bucket()).put("key", violation.key().key());
        json.put("sentence", violation.sentence())
                .put("where", violation.where())
                .put("times", violation.times());
        ArrayNode ids = json.putArray("ids");
        violation.ids().forEach(ids::add);
    }

    private static void statistics(ObjectNode json, Statistics statistics) {
        json.put("keys", statistics.keys()).put("writes", statistics.writes());
        json.put("siblingsMax", statistics.siblingsMax());
        ObjectNode calls = json.putObject("calls");
        statistics.calls().forEach((result, count) -> calls.put(result.toString(), count));
        during(json.putArray("all"), ImmutableList.of(statistics.all()));
        during(json.putArray("phases"), statistics.phases());
        during(json.putArray("faults"), statistics.faults());
        ArrayNode skipped = json.putArray("skipped");
        statistics
                .skipped()
                .forEach((fault, count) -> skipped.addObject()
                        .put("fault", fault.fault())
                        .put("why", fault.why())
                        .put("times", count));
    }

    private static void during(ArrayNode json, ImmutableList<During> all) {
        for (During during : all) {
            json.addObject()
                    .put("name", during.name())
                    .put("times", during.times())
                    .put("calls", during.calls())
                    .put("succeeded", during.succeeded())
                    .put("p50Micros", during.p50() / 1000)
                    .put("p99Micros", during.p99() / 1000)
                    .put("p999Micros", during.p999() / 1000);
        }
    }
}
