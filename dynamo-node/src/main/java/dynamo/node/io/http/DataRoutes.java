package dynamo.node.io.http;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dynamo.contract.ErrorCode;
import dynamo.contract.Failure;
import dynamo.contract.GetRequest;
import dynamo.contract.GetResult;
import dynamo.contract.Key;
import dynamo.contract.Precondition;
import dynamo.contract.PutRequest;
import dynamo.contract.PutResult;
import dynamo.version.ContextSeal;
import dynamo.version.Siblings;
import java.util.Optional;

/** The routes of the data port: put, get and delete, and the ring for clients that want to ask homes at once. */
final class DataRoutes {
    /** An envelope holds a value as base64, and some words. */
    private static final int ENVELOPE_BYTES_MORE = 64 * 1024;
    /** A value is held as the body, in its encoded record, and in a message to each of the usual two other homes. */
    private static final int VALUE_MEMORY_PER_BYTE = 4;
    /** Text and its characters before that. */
    static final int ENVELOPE_MEMORY_PER_BYTE = 3 + VALUE_MEMORY_PER_BYTE;

    private final NodeDoor door;
    private final ContextSeal seal;
    private final int valueBytesMax;
    private final RecordAnswers records;
    private final CreatedKeys created = new CreatedKeys();

    private DataRoutes(NodeDoor door, ContextSeal seal, int valueBytesMax) {
        this.door = door;
        this.seal = seal;
        this.valueBytesMax = valueBytesMax;
        records = new RecordAnswers(seal);
    }

    static Router router(NodeDoor door, ContextSeal seal, int valueBytesMax) {
        DataRoutes routes = new DataRoutes(door, seal, valueBytesMax);
        return new Router(ImmutableList.of(
                new Route("/v1/kv/{bucket}/{key}", routes.ofKey(KeyPath::plain)),
                new Route("/v1/kv64/{bucket}/{key64}", routes.ofKey(KeyPath::exact)),
                new Route("/v1/kv/{bucket}", ImmutableMap.of("POST", routes.admitted(routes::create))),
                RingRoute.forClients(door)));
    }

    /** How a path names a key. */
    private interface Naming {
        Key key(String bucket, String key);
    }

    private ImmutableMap<String, Route.Handler> ofKey(Naming naming) {
        Route.Handler read = admitted((head, path) -> read(head, naming.key(path.get(0), path.get(1))));
        Route.Handler put = admitted((head, path) -> put(head, naming.key(path.get(0), path.get(1))));
        Route.Handler delete = admitted((head, path) -> delete(head, naming.key(path.get(0), path.get(1))));
        return ImmutableMap.of("GET", read, "HEAD", read, "PUT", put, "POST", put, "DELETE", delete);
    }

    /** Who cannot be served is told so before anything is made of the request, and before its body is read. */
    private Route.Handler admitted(Route.Handler handler) {
        return (head, path) -> {
            Optional<Failure> refusal = door.refusal();
            if (refusal.isPresent()) {
                throw new Refusal(Problem.of(refusal.get()));
            }
            return handler.accept(head, path);
        };
    }

    private Call read(RequestHead head, Key key) {
        Query query = new Query(head.target().query());
        Parameters parameters = Parameters.take(query, door.ring().replicas());
        ReadView view = ReadView.take(query, head.headers());
        query.end();
        Optional<EntityTags> known = EntityTags.of(head.headers(), Headers.IF_NONE_MATCH);
        Precondition wanted = EntityTags.match(head.headers());
        GetRequest request = new GetRequest(key, parameters.read(), parameters.timeout());
        return Call.withoutBody((exchange, none) -> door.enter(node -> node.get(
                request, result -> exchange.reply(() -> answer(exchange, request, result, view, known, wanted)))));
    }

    private Answer answer(
            Exchange exchange,
            GetRequest request,
            GetResult result,
            ReadView view,
            Optional<EntityTags> known,
            Precondition wanted) {
        if (!(result instanceof GetResult.Found found)) {
            return Problem.of(((GetResult.Failed) result).failure()).answer(exchange);
        }
        Siblings record = found.record();
        Answer answer;
        if (!wanted.holds(record)) {
            answer = Problem.of(412, "the key has none of the entity tags of If-Match")
                    .answer(exchange);
        } else if (known.isPresent() && view.sibling().isEmpty() && RecordAnswers.isCurrent(record, known.get())) {
            answer = records.notModified(exchange, request.key(), record);
        } else {
            answer = records.show(exchange, request.key(), record, view, 200);
        }
        return answer.header(
                Headers.REPLICAS,
                "n=" + found.n() + "; answers=" + found.answers()
                        + (found.hinted() > 0 ? "; hinted=" + found.hinted() : ""));
    }

    private Call put(RequestHead head, Key key) {
        WriteHead write = WriteHead.put(head, door.ring().replicas());
        write.checkContext(key, seal);
        return withBody(write, (exchange, body) -> {
            PutRequest request = write.put(key, body, seal, valueBytesMax);
            put(exchange, request, write.returned(), Optional.empty());
        });
    }

    private Call delete(RequestHead head, Key key) {
        WriteHead write = WriteHead.delete(head, door.ring().replicas());
        PutRequest request = write.delete(key, seal);
        return Call.withoutBody((exchange, none) -> put(exchange, request, Optional.empty(), Optional.empty()));
    }

    private Call create(RequestHead head, ImmutableList<String> path) {
        WriteHead write = WriteHead.put(head, door.ring().replicas());
        Key place = new Key(KeyPath.bucket(path.get(0)), CreatedKeys.PLACE);
        write.checkContext(place, seal); // a key that is not there yet has none
        return withBody(write, (exchange, body) -> {
            PutRequest draft = write.put(place, body, seal, valueBytesMax);
            Key key = created.keyFor(draft);
            String location = "/v1/kv/" + key.bucket() + "/" + key.key().asUtf8();
            put(exchange, at(key, draft), write.returned(), Optional.of(location));
        });
    }

    private static PutRequest at(Key key, PutRequest draft) {
        return new PutRequest(
                key,
                draft.content(),
                draft.causality(),
                draft.precondition(),
                draft.quorum(),
                draft.readQuorum(),
                draft.timeout(),
                draft.requestId(),
                draft.returnBody());
    }

    private Call withBody(WriteHead write, Call.Action action) {
        return write.isEnvelope()
                ? new Call(envelopeBytesMax(valueBytesMax), ENVELOPE_MEMORY_PER_BYTE, true, action)
                : new Call(valueBytesMax, VALUE_MEMORY_PER_BYTE, true, action);
    }

    static int envelopeBytesMax(int valueBytesMax) {
        return (int) Math.min(Integer.MAX_VALUE, valueBytesMax / 3 * 4L + ENVELOPE_BYTES_MORE);
    }

    private void put(Exchange exchange, PutRequest request, Optional<ReadView> returned, Optional<String> location) {
        door.enter(node -> node.put(
                request, result -> exchange.reply(() -> answer(exchange, request, result, returned, location))));
    }

    private Answer answer(
            Exchange exchange,
            PutRequest request,
            PutResult result,
            Optional<ReadView> returned,
            Optional<String> location) {
        boolean isChecked = !(request.precondition() instanceof Precondition.None);
        Answer answer;
        if (result instanceof PutResult.Stored stored) {
            answer = stored(exchange, request.key(), stored, returned, location.isPresent() ? 201 : 200);
            if (location.isPresent()) {
                answer.header(Headers.LOCATION, location.get());
            }
        } else {
            Failure failure = ((PutResult.Failed) result).failure();
            isChecked &= failure.code() == ErrorCode.PRECONDITION_FAILED;
            answer = Problem.of(failure).answer(exchange);
        }
        return isChecked ? answer.header(Headers.PRECONDITION, Headers.NOT_ATOMIC) : answer;
    }

    private Answer stored(
            Exchange exchange, Key key, PutResult.Stored stored, Optional<ReadView> returned, int status) {
        Optional<Siblings> body = stored.body().filter(Siblings::hasValue);
        Answer answer;
        if (returned.isPresent() && body.isPresent()) {
            answer = records.show(exchange, key, body.get(), returned.get(), status);
        } else {
            answer = exchange.answer(status == 201 ? 201 : 204);
            Optional<String> context = stored.alone().flatMap(alone -> records.context(key, alone));
            if (context.isPresent()) {
                answer.header(Headers.CAUSAL_CONTEXT, context.get());
            }
        }
        if (stored.tries() > 1) {
            answer.header(Headers.TRIES, stored.tries());
        }
        return answer.header(
                        Headers.REPLICAS, "n=" + stored.n() + "; acks=" + stored.acks() + "; hinted=" + stored.hinted())
                .header(Headers.SIBLINGS, stored.siblings())
                .header(Headers.SIBLING, stored.dot().id());
    }
}
