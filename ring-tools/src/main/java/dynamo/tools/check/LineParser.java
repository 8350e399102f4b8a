package dynamo.tools.check;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.collect.ImmutableList;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** A line from its JSON. Throws {@link HistoryException} without a line number. */
final class LineParser {
    /** The first had {@code converged} at its end, and no crashes. */
    static final int FORMAT = 2;

    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    private final StringPool strings = new StringPool();

    Line parse(byte[] utf8) {
        Members members = new Members(json(utf8), strings);
        Line line;
        try {
            line = line(members, members.name("type"));
        } catch (IllegalArgumentException e) {
            throw new HistoryException(String.valueOf(e.getMessage()));
        }
        members.end();
        return line;
    }

    private static JsonNode json(byte[] utf8) {
        try {
            return JSON.readValue(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (JsonProcessingException e) {
            throw new HistoryException("not JSON: " + e.getOriginalMessage());
        } catch (CharacterCodingException e) {
            throw new HistoryException("not UTF-8");
        }
    }

    private static Line line(Members from, String type) {
        return switch (type) {
            case "run" -> run(from);
            case "call" -> call(from);
            case "fault" -> new Line.Fault(from.name("fault"), from.names("nodes"), from.text("detail"), span(from));
            case "skipped" -> new Line.Skipped(from.name("fault"), from.text("why"));
            case "phase" -> new Line.Phase(from.name("phase"), span(from));
            case "replica" -> new Line.Replica(from.name("node"), key(from), found(from), from.name("record"));
            case "final" -> new Line.Final(key(from), found(from), from.optionalNames("elements"));
            case "crash" -> new Line.Crash(from.name("node"), from.text("why"));
            case "end" -> new Line.End(from.count("at"), from.truth("settled"));
            default -> throw new HistoryException("unknown type \"" + type + "\"");
        };
    }

    private static Line.Run run(Members from) {
        Members.check(from.number("format") == FORMAT, "format", Integer.toString(FORMAT));
        return new Line.Run(
                from.number("seed"),
                from.name("workload"),
                from.names("nodes"),
                from.smallCount("replicas"),
                from.name("started"));
    }

    private static Call call(Members from) {
        Call.Caller caller = new Call.Caller(
                from.smallCount("client"), from.count("number"), from.text("node"), from.optionalName("session"));
        String call = from.name("call");
        return switch (call) {
            case "put", "delete" -> write(from, caller, call.equals("delete"));
            case "get" -> get(from, caller);
            default -> throw new HistoryException("unknown call \"" + call + "\"");
        };
    }

    private static Call.Write write(Members from, Call.Caller caller, boolean isDelete) {
        Call.Outcome outcome = outcome(from);
        Members.check(
                outcome.result() != Call.Result.FAILED, "result", "ok, not_applied or unknown for a put or a delete");
        int tries = from.smallCount("tries", 1);
        ImmutableList<String> adds = from.namesOrNone("adds");
        Members.check(adds.isEmpty() || !isDelete, "adds", "a put");
        return new Call.Write(
                caller,
                key(from),
                span(from),
                outcome,
                from.name("write"),
                isDelete,
                from.optionalNames("saw"),
                tries,
                from.optionalName("sibling"),
                adds);
    }

    private static Call.Get get(Members from, Call.Caller caller) {
        Call.Outcome outcome = outcome(from);
        boolean isFailed = outcome.result() == Call.Result.FAILED;
        Members.check(outcome.isOk() || isFailed, "result", "ok or failed for a get");
        return new Call.Get(caller, key(from), span(from), outcome, isFailed ? Found.NOTHING : found(from));
    }

    private static Found found(Members from) {
        return new Found(from.names("found"), from.smallCount("tombstones", 0), from.namesOrNone("strange"));
    }

    private static Call.Outcome outcome(Members from) {
        String code = from.text("code");
        String text = from.name("result");
        for (Call.Result result : Call.Result.values()) {
            if (result.toString().equals(text)) {
                return result == Call.Result.OK && code.isEmpty() ? Call.Outcome.OK : new Call.Outcome(result, code);
            }
        }
        throw new HistoryException("unknown result \"" + text + "\"");
    }

    private static KeyName key(Members from) {
        return new KeyName(from.name("bucket"), from.name("key"));
    }

    private static Span span(Members from) {
        return new Span(from.count("begin"), from.count("end"));
    }
}
