package dynamo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dynamo.contract.Key;
import dynamo.contract.Outcome;
import dynamo.contract.json.JsonEnvelope;
import dynamo.contract.json.SiblingsWriter;
import dynamo.version.Bytes;
import dynamo.version.Content;
import dynamo.version.ContextSeal;
import dynamo.version.Dot;
import dynamo.version.Sibling;
import dynamo.version.Siblings;
import dynamo.version.VersionVector;
import dynamo.version.WriteId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Updates whose write stands beside others, over replicas that get it late. */
class UpdateTest {
    private static final ContextSeal SEAL = new ContextSeal(Bytes.utf8("a secret of sixteen bytes or more"));
    private static final Key KEY = new Key("b", Bytes.utf8("k"));
    private static final Dot OTHER = new Dot(1, 1);
    private static final Dot OWN = new Dot(2, 1);
    private static final Dot MERGED = new Dot(2, 2);
    private static final Resolver<String> JOIN = Resolver.merging((a, b) -> a + b);
    private static final String OLD = shows("old", "answers=2", OTHER);

    private static Siblings record(String value, Dot... dots) {
        Siblings record = Siblings.EMPTY;
        for (Dot dot : dots) {
            Content content = new Content.Value(Bytes.utf8(value), "text/plain", ImmutableSortedMap.of());
            record = record.put(VersionVector.EMPTY, new Sibling(dot, new WriteId(1, dot.counter()), 0, content));
        }
        return record;
    }

    private static String seal(Siblings record) {
        return SEAL.seal(KEY.bucket(), KEY.key(), record);
    }

    /** One value, with a context that covers these. */
    private static String shows(String value, String answers, Dot... covered) {
        return RawServer.ok(
                value, "Causal-Context: " + seal(record(value, covered)), "Dynamo-Replicas: n=3; " + answers);
    }

    /** The same value from each of these. */
    private static String showsBoth(String value, Dot... dots) {
        Siblings record = record(value, dots);
        Bytes body = SiblingsWriter.document(KEY, Optional.of(seal(record)), ImmutableList.copyOf(record.live()));
        return RawServer.answer(
                300,
                new String(body.toArray(), StandardCharsets.UTF_8),
                "Content-Type: " + JsonEnvelope.MEDIA_TYPE,
                "Dynamo-Replicas: n=3; answers=2");
    }

    private static String stored(Dot dot, int siblings, String acks) {
        return RawServer.answer(
                204,
                "",
                "Dynamo-Sibling: " + dot.id(),
                "Dynamo-Siblings: " + siblings,
                "Dynamo-Replicas: n=3; " + acks);
    }

    /** Answers to puts, to reads of a quorum, and to reads of all homes; the last of each again and again. */
    private static String update(List<String> puts, List<String> quorum, String all) {
        Queue<String> putsLeft = new ArrayDeque<>(puts);
        Queue<String> quorumLeft = new ArrayDeque<>(quorum);
        try (RawServer node = new RawServer(request -> request.startsWith("PUT")
                        ? next(putsLeft)
                        : request.contains("r=all") ? all : next(quorumLeft));
                DynamoClient client = DynamoClient.builder()
                        .seeds(List.of(node.address()))
                        .routing(false)
                        .hedging(false)
                        .build()) {
            return client.bucket("b", Codec.text()).update("k", JOIN, old -> old.orElse("") + "+own");
        }
    }

    private static String next(Queue<String> left) {
        return left.size() > 1 ? left.remove() : left.element();
    }

    @Test
    void a_replica_that_has_not_got_the_change_yet_is_not_taken_for_one_where_it_was_merged() {
        String merged = shows("old+own+theirs", "answers=2", OTHER, OWN);
        assertThat(update(List.of(stored(OWN, 2, "acks=2; hinted=0")), List.of(OLD, OLD, merged), OLD))
                .isEqualTo("old+own+theirs");
    }

    @Test
    void what_it_merges_is_waited_for_as_well() {
        List<String> puts = List.of(stored(OWN, 2, "acks=2; hinted=0"), stored(MERGED, 2, "acks=2; hinted=0"));
        String both = showsBoth("x", OTHER, OWN);
        String end = shows("end", "answers=2", OTHER, OWN, MERGED);
        assertThat(update(puts, List.of(OLD, both, both, end), OLD)).isEqualTo("end");
    }

    @Test
    void what_all_homes_say_is_the_truth_though_they_forgot_the_name_of_the_change() {
        String all = shows("theirs", "answers=3", OTHER);
        assertThat(update(List.of(stored(OWN, 2, "acks=2; hinted=1")), List.of(OLD), all))
                .isEqualTo("theirs");
    }

    @Test
    void a_change_that_is_kept_for_its_homes_is_not_gone_because_they_lack_it() {
        String all = shows("theirs", "answers=3", OTHER);
        assertThatThrownBy(() -> update(List.of(stored(OWN, 2, "acks=2; hinted=2")), List.of(OLD), all))
                .isInstanceOfSatisfying(
                        DynamoException.Unmerged.class,
                        e -> assertThat(e.outcome()).isEqualTo(Outcome.APPLIED))
                .hasMessageContaining("lack what was just written");
    }
}
