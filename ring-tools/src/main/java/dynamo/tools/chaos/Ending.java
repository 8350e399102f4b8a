package dynamo.tools.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hashing;
import dynamo.client.Bucket;
import dynamo.client.CallOptions;
import dynamo.client.DynamoClient;
import dynamo.client.DynamoException;
import dynamo.client.NodeAddress;
import dynamo.client.Read;
import dynamo.client.json.JsonCodec;
import dynamo.tools.admin.AdminPort;
import dynamo.tools.admin.HintsView;
import dynamo.tools.admin.PlaceView;
import dynamo.tools.chaos.Settling.OnTheWay;
import dynamo.tools.check.Found;
import dynamo.tools.check.KeyName;
import dynamo.tools.check.Line;
import dynamo.tools.console.Failure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What is there when all is healed and no client works: waits until the homes of every key hold the same, or will not, and records
 * what each of them holds.
 */
final class Ending {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int STRANGE_CHARS = 40;
    private static final long BETWEEN_NANOS = 2_000_000_000L;

    private final List<Stage.StageNode> nodes;
    private final AdminPort admin;
    private final Recorder recorder;
    private final Consumer<String> say;

    Ending(List<Stage.StageNode> nodes, Recorder recorder, Consumer<String> say) {
        this.nodes = nodes;
        this.recorder = recorder;
        this.say = say;
        ImmutableList<NodeAddress> ports =
                nodes.stream().map(Stage.StageNode::admin).collect(ImmutableList.toImmutableList());
        admin = new AdminPort(ports, Duration.ofSeconds(20), note -> {});
    }

    /** @return whether it may be judged, as {@link Settling} says */
    boolean record(Set<KeyName> keys) {
        Map<KeyName, PlaceView> places = new TreeMap<>();
        boolean isSettled = settle(keys, places);
        places.forEach((key, place) ->
                homes(place).filter(home -> home.canTell()).forEach(home -> recorder.write(replica(key, home))));
        finals(keys);
        return isSettled;
    }

    private boolean settle(Set<KeyName> keys, Map<KeyName, PlaceView> places) {
        Set<KeyName> left = new TreeSet<>(keys);
        Settling settling = new Settling(recorder.now());
        while (true) {
            OnTheWay onTheWay = onTheWay();
            for (KeyName key : ImmutableList.copyOf(left)) {
                places.remove(key); // what was there before is nothing to judge by
                place(key).ifPresent(place -> places.put(key, place));
            }
            if (onTheWay == OnTheWay.NOTHING) {
                left.removeIf(key -> places.containsKey(key) && isOne(places.get(key)));
            }
            Optional<Boolean> isSettled = settling.onLook(recorder.now(), onTheWay, left.size());
            if (isSettled.isPresent()) {
                return isSettled.get();
            }
            say.accept(left.size() + " keys whose homes differ"
                    + (onTheWay == OnTheWay.SOMETHING ? ", and partitions that move, or hints" : ""));
            LockSupport.parkNanos(BETWEEN_NANOS);
        }
    }

    private OnTheWay onTheWay() {
        try {
            boolean isNothing =
                    admin.get("/v1/transfers").document().path("settled").asBoolean()
                            && admin.nodes().stream()
                                    .allMatch(node -> HintsView.of(
                                                    admin.get(node, "/v1/hints").document())
                                            .homes()
                                            .isEmpty());
            return isNothing ? OnTheWay.NOTHING : OnTheWay.SOMETHING;
        } catch (Failure e) {
            return OnTheWay.UNKNOWN;
        }
    }

    private Optional<PlaceView> place(KeyName key) {
        try {
            return Optional.of(PlaceView.of(admin.get("/v1/ring/locate?bucket=" + key.bucket() + "&key="
                            + URLEncoder.encode(key.key(), StandardCharsets.UTF_8))
                    .document()));
        } catch (Failure e) {
            return Optional.empty();
        }
    }

    private static java.util.stream.Stream<PlaceView.Replica> homes(PlaceView place) {
        return place.replicas().stream().filter(replica -> replica.role().equals("PRIMARY"));
    }

    private static boolean isOne(PlaceView place) {
        return homes(place).allMatch(PlaceView.Replica::canTell)
                && homes(place).map(Ending::ids).distinct().count() == 1;
    }

    /** Of siblings, tombstones included: equal records have equal ones. */
    private static String ids(PlaceView.Replica home) {
        return home.record().stream()
                .flatMap(held -> held.siblings().stream())
                .map(PlaceView.Shown::id)
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private static Line.Replica replica(KeyName key, PlaceView.Replica home) {
        List<String> found = new ArrayList<>();
        List<String> strange = new ArrayList<>();
        int tombstones = 0;
        for (PlaceView.Shown shown : home.record().map(PlaceView.Held::siblings).orElse(ImmutableList.of())) {
            Optional<String> id = shown.deleted() ? Optional.empty() : id(shown.what());
            if (shown.deleted()) {
                tombstones++;
            } else if (id.isPresent()) {
                found.add(id.get());
            } else {
                strange.add(shown.what()
                        .substring(0, Math.min(STRANGE_CHARS, shown.what().length())));
            }
        }
        String record = Hashing.sha256()
                .hashString(ids(home), StandardCharsets.UTF_8)
                .toString()
                .substring(0, 16);
        Found what = new Found(ImmutableList.copyOf(found), tombstones, ImmutableList.copyOf(strange));
        return new Line.Replica(home.node(), key, what, record);
    }

    private static Optional<String> id(String json) {
        try {
            JsonNode id = JSON.readTree(json).path("id");
            return id.isTextual() ? Optional.of(id.asText()) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Of all homes, or of a quorum where one of them cannot tell. */
    private void finals(Set<KeyName> keys) {
        List<NodeAddress> seeds = nodes.stream().map(Stage.StageNode::data).toList();
        try (DynamoClient client = DynamoClient.builder().seeds(seeds).build()) {
            Bucket<Value> quorum = client.bucket(Keys.BUCKET, JsonCodec.of(Value.class))
                    .with(usual -> CallOptions.DEFAULT.withTimeout(Duration.ofSeconds(20)));
            Bucket<Value> all =
                    quorum.with(usual -> usual.strict().withQuorum("all").withTimeout(CallOptions.DEFAULT.timeout()));
            for (KeyName key : keys) {
                try {
                    recorder.write(last(key, read(all, quorum, key.key())));
                } catch (DynamoException e) {
                    say.accept(key + " cannot be read: " + e.getMessage());
                }
            }
        }
    }

    private static Read<Value> read(Bucket<Value> all, Bucket<Value> quorum, String key) {
        try {
            return all.get(key);
        } catch (DynamoException.Unavailable e) {
            return quorum.get(key);
        }
    }

    private static Line.Final last(KeyName key, Read<Value> read) {
        List<Value> live =
                read.live().stream().map(each -> each.value().orElseThrow()).toList();
        ImmutableList<String> ids = live.stream().map(Value::id).collect(ImmutableList.toImmutableList());
        boolean grows =
                Kind.parse(key.key().replaceAll("-[0-9]+-[0-9]+$", "")).get(0).grows();
        Optional<ImmutableList<String>> elements = grows
                ? Optional.of(live.stream()
                        .flatMap(value -> value.named().stream())
                        .distinct()
                        .collect(ImmutableList.toImmutableList()))
                : Optional.empty();
        return new Line.Final(key, new Found(ids, Caller.tombstones(read), ImmutableList.of()), elements);
    }
}
