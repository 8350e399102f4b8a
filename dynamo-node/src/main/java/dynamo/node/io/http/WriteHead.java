package dynamo.node.io.http;

import com.google.common.collect.ImmutableSortedMap;
import dynamo.contract.Causality;
import dynamo.contract.Key;
import dynamo.contract.Precondition;
import dynamo.contract.PutRequest;
import dynamo.contract.json.JsonEnvelope;
import dynamo.version.Bytes;
import dynamo.version.Content;
import dynamo.version.ContextSeal;
import dynamo.version.MalformedException;
import java.util.List;
import java.util.Optional;

/**
 * A write as its head tells it; the body is still to come.
 *
 * @param context as given in a header; an envelope may bring it too
 * @param returned how to show the record that was made, when that was asked for
 */
record WriteHead(
        RequestHead head,
        Parameters parameters,
        Optional<String> context,
        Precondition precondition,
        Optional<ReadView> returned,
        String contentType,
        ImmutableSortedMap<String, String> metadata) {

    private static final String ANY = "*";

    static WriteHead put(RequestHead head, int n) {
        if (head.headers().contains(Headers.CONTENT_ENCODING)) {
            throw Refusal.of(415, "a value is stored as it is: Content-Encoding is not taken");
        }
        if (head.headers().contains(Headers.CONTENT_RANGE)) {
            throw Refusal.badRequest("a value is written whole: Content-Range is not taken");
        }
        Query query = new Query(head.target().query());
        WriteHead write = new WriteHead(
                head,
                Parameters.take(query, n),
                context(head),
                EntityTags.precondition(head.headers()),
                ReadView.takeReturned(query, head.headers()),
                MediaType.checked(head.header(Headers.CONTENT_TYPE).orElse(MediaType.DEFAULT)),
                Metadata.of(head.headers()));
        query.end();
        if (write.isEnvelope()) {
            MediaType.checkCharset(write.contentType);
        }
        return write;
    }

    static WriteHead delete(RequestHead head, int n) {
        Query query = new Query(head.target().query());
        WriteHead write = new WriteHead(
                head,
                Parameters.take(query, n),
                context(head),
                EntityTags.precondition(head.headers()),
                Optional.empty(),
                MediaType.DEFAULT,
                ImmutableSortedMap.of());
        query.end();
        return write;
    }

    /** Given twice it must be the same: two different ones may mean anything. */
    private static Optional<String> context(RequestHead head) {
        List<String> given = head.headers().getAll(Headers.CAUSAL_CONTEXT);
        if (given.stream().distinct().count() > 1) {
            throw badContext("two different contexts are given");
        }
        return given.stream().findFirst();
    }

    boolean isEnvelope() {
        return MediaType.isEnvelope(contentType);
    }

    PutRequest delete(Key key, ContextSeal seal) {
        Causality superseded = causality(context, key, seal).orElseGet(Causality.ReadFirst::new);
        return request(key, new Content.Tombstone(), superseded);
    }

    PutRequest put(Key key, Bytes body, ContextSeal seal, int valueBytesMax) {
        if (!isEnvelope()) {
            return put(key, new Content.Value(body, contentType, metadata), context, seal);
        }
        JsonEnvelope envelope = envelope(body);
        if (envelope.value().length() > valueBytesMax) {
            throw Refusal.of(413, "a value has at most " + valueBytesMax + " bytes");
        }
        if (MediaType.isEnvelope(envelope.contentType())) {
            throw Refusal.badRequest("an envelope does not contain another");
        }
        if (!metadata.isEmpty() && !envelope.metadata().isEmpty()) {
            throw Refusal.badRequest("metadata is given in headers or in the envelope, not in both");
        }
        Content.Value value = new Content.Value(
                envelope.value(),
                MediaType.checked(envelope.contentType()),
                envelope.metadata().isEmpty() ? metadata : Metadata.of(envelope.metadata()));
        return put(key, value, context(envelope), seal);
    }

    private static JsonEnvelope envelope(Bytes body) {
        try {
            return JsonEnvelope.parse(body);
        } catch (MalformedException e) {
            throw new Refusal(Problem.of(400, "bad-json", String.valueOf(e.getMessage())));
        }
    }

    private Optional<String> context(JsonEnvelope envelope) {
        if (context.isPresent() && envelope.context().isPresent() && !context.equals(envelope.context())) {
            throw badContext("the header and the envelope give different contexts");
        }
        return context.isPresent() ? context : envelope.context();
    }

    private PutRequest put(Key key, Content.Value value, Optional<String> token, ContextSeal seal) {
        boolean isChecked = !(precondition instanceof Precondition.None);
        Causality superseded = causality(token, key, seal)
                .orElseGet(() -> isChecked ? new Causality.ReadFirst() : new Causality.Blind());
        return request(key, value, superseded);
    }

    private PutRequest request(Key key, Content content, Causality superseded) {
        return new PutRequest(
                key,
                content,
                superseded,
                precondition,
                parameters.write(),
                parameters.read(),
                parameters.timeout(),
                head.requestId(),
                returned.isPresent());
    }

    /** Refuses a context that is none, before the body is read. */
    void checkContext(Key key, ContextSeal seal) {
        causality(context, key, seal);
    }

    private static Optional<Causality> causality(Optional<String> token, Key key, ContextSeal seal) {
        if (token.isEmpty()) {
            return Optional.empty();
        }
        if (token.get().equals(ANY)) {
            return Optional.of(new Causality.ReadFirst());
        }
        return Optional.of(seal.open(key.bucket(), key.key(), token.get())
                .map(Causality.Given::new)
                .orElseThrow(() -> badContext("the context was not made by this cluster for this key")));
    }

    private static Refusal badContext(String detail) {
        return new Refusal(Problem.of(400, "bad-context", detail));
    }
}
