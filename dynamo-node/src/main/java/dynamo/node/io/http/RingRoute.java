package dynamo.node.io.http;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dynamo.node.RingView;
import dynamo.version.Bytes;
import java.util.Optional;

/** The ring, on both ports: people look at it, and clients find the homes of their keys in it. */
final class RingRoute {
    private final NodeDoor door;

    private RingRoute(NodeDoor door) {
        this.door = door;
    }

    static Route of(NodeDoor door) {
        RingRoute route = new RingRoute(door);
        return new Route("/v1/ring", ImmutableMap.of("GET", route::ring, "HEAD", route::ring));
    }

    private Call ring(RequestHead head, ImmutableList<String> path) {
        new Query(head.target().query()).end();
        Optional<EntityTags> known = EntityTags.of(head.headers(), Headers.IF_NONE_MATCH);
        return Call.withoutBody((exchange, none) -> door.enter(node -> {
            RingView.Partitions view = node.ringViews().partitions();
            exchange.replyApart(() -> {
                Bytes shown = JsonDocument.bytes(RingDocuments.ring(view));
                String tag = RingDocuments.entityTag(view.epoch(), shown);
                boolean isKnown = known.isPresent() && known.get().matches(tag.substring(1, tag.length() - 1));
                Answer answer =
                        isKnown ? exchange.answer(304) : exchange.answer(200).body(JsonDocument.MEDIA_TYPE, shown);
                return answer.header(Headers.ETAG, tag).header(Headers.CACHE_CONTROL, Headers.REVALIDATE);
            });
        }));
    }
}
