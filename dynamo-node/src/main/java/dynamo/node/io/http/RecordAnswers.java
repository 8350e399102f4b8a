package dynamo.node.io.http;

import com.google.common.collect.ImmutableList;
import dynamo.contract.EntityTag;
import dynamo.contract.Key;
import dynamo.contract.json.JsonEnvelope;
import dynamo.contract.json.SiblingsWriter;
import dynamo.version.Content;
import dynamo.version.ContextSeal;
import dynamo.version.Sibling;
import dynamo.version.Siblings;
import io.netty.util.AsciiString;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** Shows a record: the value, its siblings, one of them, or that there is none. */
final class RecordAnswers {
    private static final Comparator<Sibling> BY_TIME =
            Comparator.comparingLong(Sibling::timestamp).thenComparing(Sibling::dot);
    private static final AsciiString SIBLINGS_TYPE = AsciiString.cached(JsonEnvelope.MEDIA_TYPE);

    private final ContextSeal seal;

    RecordAnswers(ContextSeal seal) {
        this.seal = seal;
    }

    /** The token for all that the record shows; none for a key that holds nothing. */
    Optional<String> context(Key key, Siblings record) {
        return record.isEmpty() ? Optional.empty() : Optional.of(seal.seal(key.bucket(), key.key(), record));
    }

    /** @param foundStatus of a single value */
    Answer show(Exchange exchange, Key key, Siblings record, ReadView view, int foundStatus) {
        if (view.sibling().isPresent()) {
            return showOne(exchange, key, record, view);
        }
        Optional<String> context = context(key, record);
        if (!record.hasValue()) {
            Problem missing = Problem.of(404, "not-found", "the key has no value");
            return (context.isPresent() ? missing.with(Headers.CAUSAL_CONTEXT.toString(), context.get()) : missing)
                    .answer(exchange);
        }
        ImmutableList<Sibling> shown = record.shown();
        Answer answer;
        if (view.lastWriter()) {
            Sibling winner = shown.stream()
                    .filter(sibling -> !sibling.isTombstone())
                    .max(BY_TIME)
                    .orElseThrow();
            answer = value(exchange, key, winner, context, view, foundStatus).header(Headers.SIBLINGS, shown.size());
        } else if (shown.size() == 1 && !view.asEnvelope()) {
            answer = value(exchange, key, shown.get(0), context, view, foundStatus);
        } else {
            answer = document(exchange, key, shown, context, view.asEnvelope() ? foundStatus : 300);
        }
        answer.header(Headers.ETAG, EntityTags.header(record));
        context.ifPresent(token -> answer.header(Headers.CAUSAL_CONTEXT, token));
        return answer;
    }

    /** Without context: its client was not shown the others. Without entity tag, which would stand for a context. */
    private Answer showOne(Exchange exchange, Key key, Siblings record, ReadView view) {
        String id = view.sibling().orElseThrow();
        Optional<Sibling> wanted = record.live().stream()
                .filter(sibling -> sibling.dot().id().equals(id) && !sibling.isTombstone())
                .findFirst();
        if (wanted.isEmpty()) {
            return Problem.of(404, "not-found", "the key has no such sibling").answer(exchange);
        }
        return value(exchange, key, wanted.get(), Optional.empty(), view, 200);
    }

    Answer notModified(Exchange exchange, Key key, Siblings record) {
        Answer answer = exchange.answer(304)
                .header(Headers.ETAG, EntityTags.header(record))
                .header(Headers.CACHE_CONTROL, Headers.REVALIDATE)
                .header(Headers.VARY, Headers.ACCEPT);
        context(key, record).ifPresent(token -> answer.header(Headers.CAUSAL_CONTEXT, token));
        return answer;
    }

    static boolean isCurrent(Siblings record, EntityTags known) {
        return record.hasValue() && known.matches(EntityTag.of(record));
    }

    private static Answer value(
            Exchange exchange, Key key, Sibling sibling, Optional<String> context, ReadView view, int status) {
        if (view.asEnvelope() || !(sibling.content() instanceof Content.Value value)) {
            return document(exchange, key, ImmutableList.of(sibling), context, status);
        }
        Answer answer = exchange.answer(status)
                .header(Headers.CACHE_CONTROL, Headers.REVALIDATE)
                .header(Headers.VARY, Headers.ACCEPT);
        for (Map.Entry<String, String> entry : value.metadata().entrySet()) {
            if (Metadata.isToken(entry.getKey())) {
                answer.header(new AsciiString("Dynamo-Meta-" + entry.getKey()), entry.getValue());
            }
        }
        return answer.body(value.contentType(), value.bytes());
    }

    private static Answer document(
            Exchange exchange, Key key, ImmutableList<Sibling> siblings, Optional<String> context, int status) {
        exchange.hold(SiblingsWriter.lengthEstimate(siblings));
        return exchange.answer(status)
                .header(Headers.CACHE_CONTROL, status == 300 ? Headers.NO_STORE : Headers.REVALIDATE)
                .header(Headers.VARY, Headers.ACCEPT)
                .body(SIBLINGS_TYPE, SiblingsWriter.document(key, context, siblings));
    }
}
