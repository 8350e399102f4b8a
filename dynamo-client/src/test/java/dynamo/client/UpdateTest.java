package dynamo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSortedMap;
import dynamo.contract.Outcome;
import dynamo.version.Bytes;
import dynamo.version.Content;
import dynamo.version.ContextSeal;
import dynamo.version.Dot;
import dynamo.version.Sibling;
import dynamo.version.Siblings;
import dynamo.version.VersionVector;
import dynamo.version.WriteId;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Updates whose write stands beside others, over replicas that get it late. */
class UpdateTest {
    private static final ContextSeal SEAL = new ContextSeal(Bytes.utf8("a secret of sixteen bytes or more"));
    private static final Dot OWN = new Dot(2, 1);
    private static final String STORED_BESIDE_ANOTHER =
            RawServer.answer(204, "", "Dynamo-Sibling: " + OWN.id(), "Dynamo-Siblings: 2");

    private static String shows(String value, Dot... covered) {
        Siblings record = Siblings.EMPTY;
        for (Dot dot : covered) {
            Content content = new Content.Value(Bytes.utf8(value), "text/plain", ImmutableSortedMap.of());
            record = record.put(VersionVector.EMPTY, new Sibling(dot, new WriteId(1, dot.actor()), 0, content));
        }
        return RawServer.ok(value, "Causal-Context: " + SEAL.seal("b", Bytes.utf8("k"), record));
    }

    private static String update(String... reads) {
        Queue<String> left = new ArrayDeque<>(List.of(reads));
        try (RawServer node = new RawServer(request -> request.startsWith("PUT")
                        ? STORED_BESIDE_ANOTHER
                        : left.size() > 1 ? left.remove() : left.element());
                DynamoClient client = DynamoClient.builder()
                        .seeds(List.of(node.address()))
                        .routing(false)
                        .hedging(false)
                        .build()) {
            return client.bucket("b", Codec.text()).update("k", Resolver.fail(), old -> old.orElse("") + "+own");
        }
    }

    @Test
    void a_replica_that_has_not_got_the_change_yet_is_not_taken_for_one_where_it_was_merged() {
        Dot other = new Dot(1, 1);
        assertThat(update(shows("old", other), shows("old", other), shows("old+own+theirs", other, OWN)))
                .isEqualTo("old+own+theirs");
    }

    @Test
    void a_change_that_no_replica_shows_is_stored_all_the_same() {
        assertThatThrownBy(() -> update(shows("old", new Dot(1, 1))))
                .isInstanceOfSatisfying(
                        DynamoException.Unmerged.class,
                        e -> assertThat(e.outcome()).isEqualTo(Outcome.APPLIED))
                .hasMessageContaining("lack what was just written");
    }
}
