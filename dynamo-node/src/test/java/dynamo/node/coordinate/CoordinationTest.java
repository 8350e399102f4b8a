package dynamo.node.coordinate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dynamo.contract.EntityTag;
import dynamo.contract.ErrorCode;
import dynamo.contract.Failure;
import dynamo.contract.Key;
import dynamo.contract.Outcome;
import dynamo.contract.Precondition;
import dynamo.contract.PutResult;
import dynamo.node.Puts;
import dynamo.node.TestCluster;
import dynamo.node.message.Request;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import dynamo.version.Content;
import dynamo.version.Siblings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a put does with what is stored: repeated writes, reads before the write, conditions. */
class CoordinationTest {
    private final TestCluster cluster = TestCluster.of(3);
    private final Key key = new Key("bucket", Bytes.utf8("key"));
    private final List<NodeId> homes = cluster.homes(key);
    private final NodeId first = homes.get(0);
    private final NodeId second = homes.get(1);
    private final NodeId third = homes.get(2);

    @AfterEach
    void nothing_is_left_pending() {
        cluster.lose(sent -> false);
        cluster.run(Duration.ofSeconds(6));
        assertThat(homes)
                .allSatisfy(home -> assertThat(cluster.node(home).pendingWork()).isZero());
    }

    @Test
    void a_retry_at_another_home_is_the_same_write() {
        PutResult.Stored stored = cluster.stored(first, Puts.of(key, "v").named("id"));
        settle();

        PutResult.Stored again = cluster.stored(second, Puts.of(key, "v").named("id"));

        assertThat(again.dot()).isEqualTo(stored.dot());
        assertThat(again.acks()).isEqualTo(2);
        assertThat(again.alone()).isPresent();
        assertThat(cluster.events(second).minted).isEmpty();
        assertThat(values(read())).containsExactly("v");
    }

    @Test
    void a_retry_that_comes_after_its_write_was_superseded_changes_nothing() {
        PutResult.Stored stored = cluster.stored(first, Puts.of(key, "old").named("id"));
        settle();
        cluster.stored(
                second, Puts.of(key, "new").after(stored.alone().orElseThrow().vector()));
        settle();

        PutResult.Stored again = cluster.stored(third, Puts.of(key, "old").named("id"));

        assertThat(again.alone()).isEmpty();
        assertThat(values(read())).containsExactly("new");
    }

    @Test
    void a_retry_after_all_nodes_restarted_is_the_same_write() {
        cluster.stored(first, Puts.of(key, "v").named("id"));
        homes.forEach(cluster::crash);
        homes.forEach(cluster::start);
        cluster.run(Duration.ofSeconds(1));

        cluster.stored(second, Puts.of(key, "v").named("id"));

        assertThat(read().live()).hasSize(1);
    }

    @Test
    void a_retry_that_meets_no_copy_joins_the_copies_it_finds_on_the_way() {
        cluster.lose(sent -> sent.from().equals(second) && sent.message() instanceof Request.Write);
        cluster.stored(second, Puts.of(key, "v").named("id").w(1, 3));
        cluster.lose(sent -> false);

        PutResult.Stored again =
                cluster.stored(first, Puts.of(key, "v").named("id").w(3, 3).returnBody());

        assertThat(read().live()).hasSize(2);
        assertThat(again.siblings()).isEqualTo(1);
        assertThat(again.body().orElseThrow().live()).hasSize(2);
        assertThat(again.dot()).isEqualTo(read().shown().get(0).dot());
        cluster.stored(
                third, Puts.of(key, "next").after(again.alone().orElseThrow().vector()));
        assertThat(values(read())).containsExactly("next");
    }

    @Test
    void other_content_under_the_same_id_is_another_write() {
        cluster.stored(first, Puts.of(key, "1").named("id"));

        assertThat(cluster.stored(first, Puts.of(key, "2").named("id")).siblings())
                .isEqualTo(2);
    }

    @Test
    void a_write_that_reads_first_supersedes_what_it_read() {
        cluster.stored(first, Puts.of(key, "1"));
        cluster.stored(first, Puts.of(key, "2"));

        PutResult.Stored stored = cluster.stored(second, Puts.of(key, "3").readFirst());

        assertThat(stored.alone()).isPresent();
        assertThat(values(read())).containsExactly("3");
    }

    @Test
    void a_delete_leaves_a_tombstone() {
        cluster.stored(first, Puts.of(key, "1"));

        cluster.stored(second, Puts.delete(key));

        assertThat(read().hasValue()).isFalse();
        assertThat(values(read())).containsExactly("(deleted)");
    }

    @Test
    void a_read_that_fails_before_the_write_leaves_it_not_applied() {
        cluster.lose(
                sent -> sent.message() instanceof Request.Read && !sent.to().equals(sent.from()));

        Failure failure = cluster.failed(first, Puts.delete(key));

        assertThat(failure.code()).isEqualTo(ErrorCode.QUORUM_NOT_AVAILABLE);
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
        assertThat(failure.received()).isEqualTo(1);
        assertThat(cluster.sent(Request.Write.class)).isEmpty();
    }

    @Test
    void a_condition_that_does_not_hold_writes_nothing() {
        cluster.stored(first, Puts.of(key, "1"));
        settle();
        cluster.forgetSent();

        Failure missing = cluster.failed(first, Puts.of(key, "2").onlyIf(new Precondition.Missing()));
        Failure other = cluster.failed(first, Puts.of(key, "2").onlyIf(tag("another")));

        assertThat(List.of(missing, other)).allSatisfy(failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.PRECONDITION_FAILED);
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
        });
        assertThat(cluster.sent(Request.Write.class)).isEmpty();
    }

    @Test
    void a_condition_that_holds_supersedes_what_was_checked() {
        cluster.stored(first, Puts.of(key, "1"));
        String tag = EntityTag.of(read());

        cluster.stored(first, Puts.of(key, "2").onlyIf(tag(tag)));
        cluster.stored(first, Puts.of(key, "3").onlyIf(new Precondition.Exists()));

        assertThat(values(read())).containsExactly("3");
    }

    @Test
    void a_deleted_key_counts_as_missing() {
        cluster.stored(first, Puts.of(key, "1"));
        cluster.stored(first, Puts.delete(key));

        assertThat(cluster.failed(first, Puts.of(key, "2").onlyIf(new Precondition.Exists()))
                        .code())
                .isEqualTo(ErrorCode.PRECONDITION_FAILED);
        cluster.stored(first, Puts.of(key, "2").onlyIf(new Precondition.Missing()));

        assertThat(values(read())).containsExactly("2");
    }

    @Test
    void a_condition_leaves_a_given_context_as_it_is() {
        PutResult.Stored one = cluster.stored(first, Puts.of(key, "1"));
        cluster.stored(first, Puts.of(key, "2"));

        cluster.stored(
                first,
                Puts.of(key, "3").after(one.alone().orElseThrow().vector()).onlyIf(new Precondition.Exists()));

        assertThat(values(read())).containsExactlyInAnyOrder("2", "3");
    }

    @Test
    void a_conditional_write_that_is_repeated_does_not_fail_by_its_own_effect() {
        PutResult.Stored stored =
                cluster.stored(first, Puts.of(key, "v").named("id").onlyIf(new Precondition.Missing()));
        settle();

        PutResult.Stored again =
                cluster.stored(second, Puts.of(key, "v").named("id").onlyIf(new Precondition.Missing()));

        assertThat(again.dot()).isEqualTo(stored.dot());
        assertThat(read().live()).hasSize(1);
    }

    private static Precondition tag(String tag) {
        return new Precondition.TagIn(ImmutableList.of(tag));
    }

    private Siblings read() {
        return cluster.found(first, key, 3).record();
    }

    private void settle() {
        cluster.run(Duration.ofMillis(50));
    }

    private static List<String> values(Siblings record) {
        return record.live().stream()
                .map(sibling -> sibling.content() instanceof Content.Value value
                        ? value.bytes().asUtf8()
                        : "(deleted)")
                .toList();
    }
}
