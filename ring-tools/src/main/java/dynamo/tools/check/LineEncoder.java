package dynamo.tools.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/** The JSON of a line, with its line end. */
final class LineEncoder {
    private LineEncoder() {}

    static byte[] encode(Line line) {
        return (json(line) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode json(Line line) {
        if (line instanceof Call call) {
            return call(call);
        }
        if (line instanceof Line.Run run) {
            ObjectNode json = type("run")
                    .put("format", LineParser.FORMAT)
                    .put("seed", run.seed())
                    .put("workload", run.workload());
            names(json, "nodes", run.nodes());
            return json.put("replicas", run.replicas()).put("started", run.started());
        }
        if (line instanceof Line.Fault fault) {
            ObjectNode json = type("fault").put("fault", fault.fault());
            names(json, "nodes", fault.nodes());
            return span(json.put("detail", fault.detail()), fault.span());
        }
        if (line instanceof Line.Skipped skipped) {
            return type("skipped").put("fault", skipped.fault()).put("why", skipped.why());
        }
        if (line instanceof Line.Phase phase) {
            return span(type("phase").put("phase", phase.phase()), phase.span());
        }
        if (line instanceof Line.Replica replica) {
            ObjectNode json = key(type("replica").put("node", replica.node()), replica.key());
            return found(json, replica.found()).put("record", replica.record());
        }
        if (line instanceof Line.Final last) {
            ObjectNode json = found(key(type("final"), last.key()), last.found());
            last.elements().ifPresent(elements -> names(json, "elements", elements));
            return json;
        }
        if (line instanceof Line.Crash crash) {
            return type("crash").put("node", crash.node()).put("why", crash.why());
        }
        Line.End end = (Line.End) line;
        return type("end").put("at", end.at()).put("settled", end.isSettled());
    }

    private static ObjectNode call(Call call) {
        Call.Caller caller = call.caller();
        ObjectNode json = type("call").put("client", caller.client()).put("number", caller.number());
        json.put("node", caller.node());
        if (call instanceof Call.Write write) {
            key(json.put("call", write.isDelete() ? "delete" : "put"), call.key())
                    .put("write", write.id());
            write.saw().ifPresent(saw -> names(json, "saw", saw));
            if (write.tries() != 1) {
                json.put("tries", write.tries());
            }
            write.sibling().ifPresent(sibling -> json.put("sibling", sibling));
            if (!write.adds().isEmpty()) {
                names(json, "adds", write.adds());
            }
        } else if (call instanceof Call.Get get) {
            key(json.put("call", "get"), call.key());
            if (get.outcome().isOk()) {
                found(json, get.found());
            }
        }
        span(json, call.span()).put("result", call.outcome().result().toString());
        json.put("code", call.outcome().code());
        caller.session().ifPresent(session -> json.put("session", session));
        return json;
    }

    private static ObjectNode type(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private static ObjectNode key(ObjectNode json, KeyName key) {
        return json.put("bucket", key.bucket()).put("key", key.key());
    }

    private static ObjectNode span(ObjectNode json, Span span) {
        return json.put("begin", span.begin()).put("end", span.end());
    }

    private static ObjectNode found(ObjectNode json, Found found) {
        names(json, "found", found.ids());
        if (found.tombstones() > 0) {
            json.put("tombstones", found.tombstones());
        }
        if (!found.strange().isEmpty()) {
            names(json, "strange", found.strange());
        }
        return json;
    }

    private static void names(ObjectNode json, String member, Iterable<String> names) {
        ArrayNode array = json.putArray(member);
        names.forEach(array::add);
    }
}
