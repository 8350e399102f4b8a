package dynamo.node.io.http;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dynamo.contract.ErrorCode;
import dynamo.contract.Failure;
import dynamo.contract.Key;
import dynamo.node.TransfersView;
import dynamo.version.Bytes;
import dynamo.version.ContextSeal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;

/** The routes of the admin port: health, metrics, the ring, and the way out. */
final class AdminRoutes {
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final Duration INSPECTION_TIMEOUT = Duration.ofSeconds(2);

    private final NodeDoor door;
    private final RecordAnswers records;
    private final AdminInfo info;
    private final OpenApi openApi = new OpenApi();
    private final AtomicBoolean draining = new AtomicBoolean();

    private AdminRoutes(NodeDoor door, ContextSeal seal, AdminInfo info) {
        this.door = door;
        this.info = info;
        records = new RecordAnswers(seal);
    }

    static Router router(NodeDoor door, ContextSeal seal, AdminInfo info) {
        AdminRoutes routes = new AdminRoutes(door, seal, info);
        ImmutableList<Route> own = ImmutableList.of(
                get("/health/live", plain(exchange -> exchange.ok(to -> to.writeStringField("status", "live")))),
                get("/health/ready", routes::ready),
                get("/health/cluster", routes::healthy),
                get("/metrics", plain(routes::metrics)),
                get("/v1/cluster", routes::cluster),
                get("/v1/hints", routes::hints),
                get("/v1/anti-entropy", routes::antiEntropy),
                RingRoute.forPeople(door),
                get("/v1/ring/locate", routes::locate),
                get("/v1/transfers", routes::transfers),
                get("/openapi.json", plain(routes::openApi)),
                new Route("/v1/drain", ImmutableMap.of("POST", routes::drain)));
        return new Router(Stream.concat(own.stream(), RingRoutes.of(door).stream())
                .map(SameOrigin::guard)
                .collect(ImmutableList.toImmutableList()));
    }

    private static Route get(String path, Route.Handler handler) {
        return new Route(path, ImmutableMap.of("GET", handler, "HEAD", handler));
    }

    /** An answer made without the node. */
    private static Route.Handler plain(Function<Exchange, Answer> making) {
        return (head, path) -> {
            new Query(head.target().query()).end();
            return Call.withoutBody((exchange, none) -> exchange.reply(() -> making.apply(exchange)));
        };
    }

    private Call ready(RequestHead head, ImmutableList<String> path) {
        new Query(head.target().query()).end();
        return Call.withoutBody((exchange, none) -> door.enter(node -> {
            Optional<Failure> why = draining.get()
                    ? Optional.of(Failure.of(ErrorCode.DRAINING, "this node is going away"))
                    : node.notReady();
            exchange.reply(() -> why.isPresent()
                    ? Problem.of(why.get()).answer(exchange)
                    : exchange.ok(to -> to.writeStringField("status", "ready")));
        }));
    }

    private Call healthy(RequestHead head, ImmutableList<String> path) {
        new Query(head.target().query()).end();
        return Call.withoutBody((exchange, none) -> door.enter(node -> {
            Optional<Problem> complaint = ClusterHealth.complaint(node);
            exchange.reply(() -> complaint.isPresent()
                    ? complaint.get().answer(exchange)
                    : exchange.ok(to -> to.writeStringField("status", "healthy")));
        }));
    }

    private Answer metrics(Exchange exchange) {
        Bytes text = Bytes.owning(info.metrics().get().getBytes(StandardCharsets.UTF_8));
        return exchange.answer(200)
                .header(Headers.CACHE_CONTROL, Headers.NO_STORE)
                .body(METRICS_TYPE, text);
    }

    private Call cluster(RequestHead head, ImmutableList<String> path) {
        new Query(head.target().query()).end();
        return Call.withoutBody((exchange, none) -> door.enter(node -> {
            JsonDocument cluster = RingDocuments.cluster(node, info);
            exchange.replyApart(() -> exchange.ok(cluster));
        }));
    }

    private Call antiEntropy(RequestHead head, ImmutableList<String> path) {
        new Query(head.target().query()).end();
        return Call.withoutBody((exchange, none) -> door.enter(node -> {
            JsonDocument progress = AntiEntropyDocument.of(node);
            exchange.reply(() -> exchange.ok(progress));
        }));
    }

    private Call hints(RequestHead head, ImmutableList<String> path) {
        new Query(head.target().query()).end();
        return Call.withoutBody((exchange, none) -> door.enter(node -> {
            JsonDocument hints = HintsDocument.of(node);
            exchange.reply(() -> exchange.ok(hints));
        }));
    }

    private Call transfers(RequestHead head, ImmutableList<String> path) {
        new Query(head.target().query()).end();
        return Call.withoutBody((exchange, none) -> door.enter(node -> {
            TransfersView transfers = node.ringViews().transfers();
            exchange.replyApart(() -> exchange.ok(TransfersDocument.of(transfers)));
        }));
    }

    private Call locate(RequestHead head, ImmutableList<String> path) {
        Query query = new Query(head.target().query());
        Optional<Bytes> bucket = query.takeBytes("bucket");
        Optional<Bytes> bytes = query.takeBytes("key");
        query.end();
        if (bucket.isEmpty() || bytes.isEmpty()) {
            throw Refusal.badRequest("locate needs the parameters bucket and key");
        }
        Key key = key(bucket.get(), bytes.get());
        return Call.withoutBody((exchange, none) -> door.enter(node -> node.inspect(
                key,
                INSPECTION_TIMEOUT,
                replicas -> exchange.reply(() -> exchange.ok(RingDocuments.place(node, key, replicas, records))))));
    }

    private static Key key(Bytes bucket, Bytes bytes) {
        try {
            return new Key(bucket.asUtf8(), bytes);
        } catch (IllegalArgumentException e) {
            throw Refusal.badKey(String.valueOf(e.getMessage()));
        }
    }

    private Answer openApi(Exchange exchange) {
        return exchange.answer(200)
                .header(Headers.CACHE_CONTROL, Headers.REVALIDATE)
                .body(JsonDocument.MEDIA_TYPE, openApi.json());
    }

    private Call drain(RequestHead head, ImmutableList<String> path) {
        new Query(head.target().query()).end();
        return new Call(HttpConfig.DROPPED_BYTES_MAX, 1, false, (exchange, none) -> {
            boolean isFirst = draining.compareAndSet(false, true);
            exchange.reply(() -> exchange.answer(202)
                    .header(Headers.CACHE_CONTROL, Headers.NO_STORE)
                    .body(
                            JsonDocument.MEDIA_TYPE,
                            JsonDocument.bytes(to -> to.writeStringField("status", "draining"))));
            if (isFirst) {
                info.drain().run();
            }
        });
    }
}
