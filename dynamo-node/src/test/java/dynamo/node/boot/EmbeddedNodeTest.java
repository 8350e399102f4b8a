package dynamo.node.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dynamo.client.Bucket;
import dynamo.client.CausalContext;
import dynamo.client.Codec;
import dynamo.client.DynamoClient;
import dynamo.client.DynamoException;
import dynamo.client.Read;
import dynamo.client.Resolver;
import dynamo.contract.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A node in this process, as an application's tests use it, and what the client's buckets do at a real one. */
class EmbeddedNodeTest {
    private static final Resolver<String> UNION = Resolver.merging((one, other) -> String.join(
            ",",
            ImmutableSortedSet.<String>naturalOrder()
                    .add(one.split(","))
                    .add(other.split(","))
                    .build()));

    private static EmbeddedNode node;
    private static DynamoClient client;
    private static Bucket<String> texts;

    @BeforeAll
    static void start() {
        node = EmbeddedNode.start();
        client = DynamoClient.builder().seeds(node.address()).build();
        texts = client.bucket("texts", Codec.text());
    }

    @AfterAll
    static void stop() {
        client.close();
        node.close();
    }

    private static void putTwo(String key) {
        texts.put(key, "a", CausalContext.NONE);
        texts.put(key, "b", CausalContext.NONE);
    }

    @Test
    void a_value_is_there_until_it_is_deleted() {
        assertThat(texts.get("one")).isInstanceOf(Read.Absent.class);
        texts.put("one", "value", CausalContext.NONE);
        Read<String> read = texts.get("one");
        assertThat(read.resolve(Resolver.fail())).contains("value");
        texts.delete("one", read.context());
        assertThat(texts.get("one").resolve(Resolver.fail())).isEmpty();
    }

    @Test
    void concurrent_values_are_both_there() {
        putTwo("two");
        assertThat(texts.get("two").live())
                .extracting(each -> each.value().orElseThrow())
                .containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void an_update_supersedes_what_it_read() {
        putTwo("update");
        String value = texts.update("update", UNION, found -> found.orElse("") + ",c");
        assertThat(value).isEqualTo("a,b,c");
        assertThat(texts.get("update").resolve(Resolver.fail())).contains("a,b,c");
    }

    @Test
    void an_update_without_a_resolver_writes_nothing_over_siblings() {
        putTwo("unresolved");
        assertThatThrownBy(() -> texts.update("unresolved", Resolver.fail(), found -> "c"))
                .isInstanceOfSatisfying(
                        DynamoException.Unresolved.class,
                        e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_APPLIED));
        assertThat(texts.get("unresolved").live()).hasSize(2);
    }

    @Test
    void what_is_written_during_an_update_is_merged_into_it() {
        texts.put("during", "a", CausalContext.NONE);
        String value = texts.update("during", UNION, found -> {
            texts.put("during", "x", CausalContext.NONE);
            return found.orElse("") + ",b";
        });
        assertThat(value).isEqualTo("a,b,x");
        assertThat(texts.get("during").resolve(Resolver.fail())).contains("a,b,x");
    }

    @Test
    void an_update_that_cannot_merge_says_that_its_change_is_stored() {
        assertThatThrownBy(() -> texts.update("unmerged", Resolver.fail(), found -> {
                    texts.put("unmerged", "x", CausalContext.NONE);
                    return "mine";
                }))
                .isInstanceOfSatisfying(
                        DynamoException.Unmerged.class,
                        e -> assertThat(e.outcome()).isEqualTo(Outcome.APPLIED));
        assertThat(texts.get("unmerged").live())
                .extracting(each -> each.value().orElseThrow())
                .contains("mine");
    }

    @Test
    void no_update_of_many_at_once_is_lost() {
        List<CompletableFuture<String>> updates = new ArrayList<>();
        for (int writer = 0; writer < 8; writer++) {
            String name = "w" + writer;
            updates.add(texts.async()
                    .update("many", UNION, found -> found.map(old -> old + ",").orElse("") + name));
        }
        updates.forEach(CompletableFuture::join);
        Set<String> all = ImmutableSet.copyOf(
                texts.update("many", UNION, found -> found.orElseThrow()).split(","));
        assertThat(all)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 8).mapToObj(writer -> "w" + writer).toList());
    }

    @Test
    void a_session_sees_its_writes_beside_those_of_others() {
        Bucket<String> mine = texts.in(client.session());
        texts.put("session", "theirs", CausalContext.NONE);
        assertThat(mine.put("session", "mine", CausalContext.NONE).context()).isEmpty();
        Read<String> read = mine.get("session");
        assertThat(read.live())
                .extracting(each -> each.value().orElseThrow())
                .containsExactlyInAnyOrder("mine", "theirs");
        mine.put("session", "both", read.context());
        assertThat(mine.get("session").resolve(Resolver.fail())).contains("both");
        mine.delete("session", CausalContext.NONE);
        assertThat(mine.get("session").live()).isEmpty();
    }

    @Test
    void what_is_no_value_of_the_form_is_no_absent_value() {
        client.bucket("texts", Codec.bytes()).put("broken", new byte[] {-1}, CausalContext.NONE);
        assertThatThrownBy(() -> texts.get("broken")).isInstanceOf(DynamoException.Undecodable.class);
    }

    @Test
    void several_run_beside_each_other_and_leave_their_ports() {
        String address;
        try (EmbeddedNode other = EmbeddedNode.start()) {
            address = other.address();
            assertThat(address).isNotEqualTo(node.address());
            assertThat(other.adminAddress()).isNotEqualTo(other.address());
        }
        try (DynamoClient late = DynamoClient.builder().seeds(address).rounds(1).build()) {
            assertThatThrownBy(() -> late.bucket("texts", Codec.text()).get("key"))
                    .isInstanceOf(DynamoException.Unreachable.class);
        }
    }
}
