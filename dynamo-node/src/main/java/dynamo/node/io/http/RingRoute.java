package dynamo.node.io.http;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dynamo.node.RingView;
import dynamo.version.Bytes;
import java.util.Optional;

/** The ring: for people on the admin port, and under another name on the data port, where clients find the homes of their keys. */
final class RingRoute {
    private final NodeDoor door;

    private RingRoute(NodeDoor door) {
        this.door = door;
    }

    static Route forPeople(NodeDoor door) {
        return at("/v1/ring", door);
    }

    static Route forClients(NodeDoor door) {
        return at("/v1/routing", door);
    }

    private static Route at(String path, NodeDoor door) {
        RingRoute route = new RingRoute(door);
        return new Route(path, ImmutableMap.of("GET", route::ring, "HEAD", route::ring));
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
