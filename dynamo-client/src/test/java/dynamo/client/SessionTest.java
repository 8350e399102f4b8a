package dynamo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSortedMap;
import dynamo.contract.Key;
import dynamo.version.Bytes;
import dynamo.version.Content;
import dynamo.version.ContextSeal;
import dynamo.version.Dot;
import dynamo.version.Sibling;
import dynamo.version.Siblings;
import dynamo.version.VersionVector;
import dynamo.version.WriteId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Nodes that answer a session with less than it has seen. */
class SessionTest {
    private static final ContextSeal SEAL = new ContextSeal(Bytes.utf8("a secret of sixteen bytes or more"));
    private static final String NOTHING =
            RawServer.answer(404, "{\"code\":\"not-found\"}", "Dynamo-Replicas: n=3; answers=2");
    private static final String NOTHING_AT_ALL =
            RawServer.answer(404, "{\"code\":\"not-found\"}", "Dynamo-Replicas: n=3; answers=3");

    /** A read that shows as many writes of one actor as that. */
    private static String shows(int counter, int answers) {
        return RawServer.ok(
                "v" + counter, "Causal-Context: " + context(counter), "Dynamo-Replicas: n=3; answers=" + answers);
    }

    private static String context(int counter) {
        Sibling sibling = new Sibling(
                new Dot(1, counter),
                new WriteId(1, counter),
                0,
                new Content.Value(Bytes.utf8("v"), "text/plain", ImmutableSortedMap.of()));
        return SEAL.seal("b", Bytes.utf8("k"), Siblings.EMPTY.put(VersionVector.EMPTY, sibling));
    }

    private static String stored(int counter, int acks, int hinted) {
        return RawServer.ok(
                "v",
                "Dynamo-Sibling: s",
                "Dynamo-Siblings: 1",
                "Causal-Context: " + context(counter),
                "Dynamo-Replicas: n=3; acks=" + acks + "; hinted=" + hinted);
    }

    private final AtomicReference<String> quorum = new AtomicReference<>(NOTHING);
    private final AtomicReference<String> all = new AtomicReference<>(NOTHING);
    private final AtomicReference<String> write = new AtomicReference<>("");
    private final RawServer node = new RawServer(
            request -> request.startsWith("PUT") ? write.get() : request.contains("r=all") ? all.get() : quorum.get());

    private Bucket<String> bucket(DynamoClient client) {
        return client.bucket("b", Codec.text())
                .with(options -> options.withTimeout(Duration.ofMillis(300)))
                .in(client.session());
    }

    private DynamoClient client() {
        return DynamoClient.builder()
                .seeds(List.of(node.address()))
                .rounds(1)
                .routing(false)
                .hedging(false)
                .build();
    }

    @Test
    void reads_only_homes_and_takes_the_first_answer_that_is_as_fresh() {
        try (node;
                DynamoClient client = client()) {
            Bucket<String> bucket = bucket(client);
            quorum.set(shows(1, 2));
            bucket.get("k");
            quorum.set(shows(2, 2));
            assertThat(bucket.get("k").live())
                    .extracting(each -> each.value().orElseThrow())
                    .containsExactly("v2");
            assertThat(node.requests).hasSize(2).allMatch(request -> request.contains("sloppy=false"));
        }
    }

    @Test
    void an_older_answer_is_not_shown_but_asked_of_all_homes_again() {
        try (node;
                DynamoClient client = client()) {
            Bucket<String> bucket = bucket(client);
            quorum.set(shows(2, 2));
            bucket.get("k");
            quorum.set(shows(1, 2));
            all.set(shows(2, 3));
            assertThat(bucket.get("k").live())
                    .extracting(each -> each.value().orElseThrow())
                    .containsExactly("v2");
        }
    }

    @Test
    void fails_rather_than_show_less_than_it_has_seen() {
        try (node;
                DynamoClient client = client()) {
            Bucket<String> bucket = bucket(client);
            quorum.set(shows(2, 2));
            bucket.get("k");
            quorum.set(shows(1, 2));
            all.set(RawServer.answer(503, "{\"code\":\"quorum-not-available\",\"outcome\":\"not_applied\"}"));
            assertThatThrownBy(() -> bucket.get("k"))
                    .isInstanceOf(DynamoException.Stale.class)
                    .hasMessageContaining("quorum-not-available");
        }
    }

    @Test
    void what_all_homes_say_is_true_for_forgotten_tombstones_leave_no_context() {
        try (node;
                DynamoClient client = client()) {
            Bucket<String> bucket = bucket(client);
            quorum.set(shows(2, 2));
            bucket.get("k");
            quorum.set(NOTHING);
            all.set(NOTHING_AT_ALL);
            assertThat(bucket.get("k")).isInstanceOf(Read.Absent.class);
        }
    }

    @Test
    void a_write_that_others_keep_for_its_homes_is_not_gone_because_no_home_has_it() {
        try (node;
                DynamoClient client = client()) {
            Bucket<String> bucket = bucket(client);
            write.set(stored(1, 2, 2));
            bucket.put("k", "v", CausalContext.NONE);
            all.set(NOTHING_AT_ALL);
            assertThatThrownBy(() -> bucket.get("k"))
                    .isInstanceOf(DynamoException.Stale.class)
                    .hasMessageContaining("kept for homes that are away");
            quorum.set(shows(1, 2));
            assertThat(bucket.get("k").single()).isPresent();
        }
    }

    @Test
    void a_session_that_is_full_fails_before_anything_is_sent() {
        try (node;
                DynamoClient client = client()) {
            Session session = client.session();
            for (int i = 0; i < 10_000; i++) {
                session.makeRoom(new Key("b", Bytes.utf8("k" + i)));
            }
            Bucket<String> bucket = client.bucket("b", Codec.text()).in(session);
            assertThatThrownBy(() -> bucket.put("one more", "v", CausalContext.NONE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("10000 keys");
            assertThatThrownBy(() -> bucket.get("one more")).isInstanceOf(IllegalStateException.class);
            assertThat(node.requests).isEmpty();
            quorum.set(shows(1, 2));
            assertThat(bucket.get("k0").single()).isPresent();
        }
    }

    @Test
    void another_session_has_seen_nothing() {
        try (node;
                DynamoClient client = client()) {
            quorum.set(shows(2, 2));
            bucket(client).get("k");
            quorum.set(shows(1, 2));
            assertThat(bucket(client).get("k").single()).isPresent();
        }
    }

    @Test
    void a_context_is_not_handed_on_where_it_would_cover_what_its_writer_never_saw() {
        try (node;
                DynamoClient client = client()) {
            write.set(RawServer.answer(
                    300,
                    "{\"bucket\":\"b\",\"key\":\"k\",\"context\":\"" + context(2) + "\",\"siblings\":[]}",
                    "Content-Type: application/vnd.dynamo+json",
                    "Causal-Context: " + context(2),
                    "Dynamo-Sibling: s",
                    "Dynamo-Siblings: 2",
                    "Dynamo-Replicas: n=3; acks=2; hinted=0"));
            Written written = bucket(client).put("k", "v", CausalContext.NONE);
            assertThat(written.siblings()).isEqualTo(2);
            assertThat(written.context()).isEmpty();
        }
    }
}
