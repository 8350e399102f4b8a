package dynamo.client;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dynamo.contract.Outcome;
import dynamo.contract.json.JsonEnvelope;
import dynamo.contract.json.ProblemReader;
import dynamo.contract.json.ProblemReader.Problem;
import dynamo.contract.json.ShownRecord;
import dynamo.contract.json.SiblingsReader;
import dynamo.version.Content;
import dynamo.version.MalformedException;
import java.util.Map;
import java.util.Optional;

/** What HTTP answers mean: the only place that knows the status codes. */
final class Answers {
    private static final String META = "dynamo-meta-";
    private static final String OCTETS = "application/octet-stream";

    private Answers() {}

    static Read<Content.Value> read(HttpAnswer answer) {
        try {
            return readOf(answer);
        } catch (MalformedException | IllegalArgumentException e) {
            throw broken(answer, e);
        }
    }

    private static Read<Content.Value> readOf(HttpAnswer answer) {
        return switch (answer.status()) {
            case 200 ->
                new Read.Single<>(
                        new Versioned<>(Optional.of(value(answer)), Optional.empty(), Optional.empty()),
                        context(answer),
                        info(answer));
            case 300 -> siblings(answer);
            case 404 -> absent(answer);
            default -> throw DynamoException.of(ProblemReader.read(answer.status(), answer.body()));
        };
    }

    static Written written(HttpAnswer answer) {
        if (!isStored(answer)) {
            throw DynamoException.of(ProblemReader.read(answer.status(), answer.body()));
        }
        return new Written(
                answer.headerOr("dynamo-sibling", ""),
                (int) number(answer, "dynamo-siblings"),
                answer.header("causal-context").map(CausalContext::new),
                info(answer),
                Math.max(1, (int) number(answer, "dynamo-tries")));
    }

    /** A write's answer that shows what it made is 300 where that stands beside others. */
    static boolean isStored(HttpAnswer answer) {
        return answer.status() >= 200 && answer.status() <= 299
                || answer.status() == 300 && answer.header("dynamo-sibling").isPresent();
    }

    /** What answers is no node of ours, or one that is broken. */
    private static DynamoException broken(HttpAnswer answer, RuntimeException why) {
        return DynamoException.of(new Problem(
                answer.status(),
                "bad-answer",
                "the answer is not of this store: " + why.getMessage(),
                answer.headerOr("request-id", ""),
                false,
                Outcome.UNKNOWN));
    }

    private static Content.Value value(HttpAnswer answer) {
        ImmutableSortedMap.Builder<String, String> metadata = ImmutableSortedMap.naturalOrder();
        for (Map.Entry<String, String> header : answer.headers().entrySet()) {
            if (header.getKey().startsWith(META)) {
                metadata.put(header.getKey().substring(META.length()), header.getValue());
            }
        }
        return new Content.Value(answer.body(), answer.headerOr("content-type", OCTETS), metadata.buildOrThrow());
    }

    private static Read<Content.Value> siblings(HttpAnswer answer) {
        if (!answer.headerOr("content-type", "").startsWith(JsonEnvelope.MEDIA_TYPE)) {
            throw DynamoException.of(ProblemReader.read(answer.status(), answer.body()));
        }
        ShownRecord record = SiblingsReader.read(answer.body());
        ImmutableList<Versioned<Content.Value>> values = record.siblings().stream()
                .map(each ->
                        new Versioned<>(live(each.content()), Optional.of(each.id()), Optional.of(each.modified())))
                .collect(ImmutableList.toImmutableList());
        CausalContext context = record.context().map(CausalContext::new).orElseGet(() -> context(answer));
        return new Read.Siblings<>(values, context, info(answer));
    }

    private static Optional<Content.Value> live(Content content) {
        return content instanceof Content.Value value ? Optional.of(value) : Optional.empty();
    }

    /** A port without such a route answers 404 too. */
    private static Read<Content.Value> absent(HttpAnswer answer) {
        Problem problem = ProblemReader.read(answer.status(), answer.body());
        if (!problem.code().equals("not-found")) {
            throw DynamoException.of(problem);
        }
        return new Read.Absent<>(context(answer), info(answer));
    }

    static CausalContext context(HttpAnswer answer) {
        return answer.header("causal-context").map(CausalContext::new).orElse(CausalContext.NONE);
    }

    private static AnswerInfo info(HttpAnswer answer) {
        return new AnswerInfo(
                answer.headerOr("dynamo-node", ""),
                answer.headerOr("dynamo-replicas", ""),
                number(answer, "dynamo-ring-epoch"),
                answer.headerOr("request-id", ""));
    }

    private static long number(HttpAnswer answer, String header) {
        String digits = answer.headerOr(header, "0");
        return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : 0;
    }
}
