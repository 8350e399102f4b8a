package dynamo.node.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dynamo.contract.Key;
import dynamo.contract.Quorum;
import dynamo.contract.RequestId;
import dynamo.node.Answer;
import dynamo.node.Puts;
import dynamo.node.env.Minting;
import dynamo.node.env.Storage.Change;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Table;
import dynamo.node.message.Reply.Finding;
import dynamo.node.message.Reply.Status;
import dynamo.node.message.Reply.Written;
import dynamo.node.message.Request;
import dynamo.node.message.WriteKind;
import dynamo.version.Bytes;
import dynamo.version.Dot;
import dynamo.version.PartitionClock;
import dynamo.version.Siblings;
import dynamo.version.VersionVector;
import dynamo.version.WriteId;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the partition clock is for: a value that was deleted, or superseded and forgotten, does not come back. */
class DeletesTest extends OneReplica {
    @Test
    void a_tombstone_stays_until_every_home_accounts_for_all_it_covers() {
        store(DELETED);
        join(1); // the value itself never came here
        reap();
        assertThat(record()).isEqualTo(DELETED);

        replica.stability().report(PARTITION, B, clock(ACTOR, 2));
        replica.stability().report(PARTITION, C, clock(ACTOR, 1));
        reap();
        assertThat(record()).as("c has not seen the delete").isEqualTo(DELETED);

        replica.stability().report(PARTITION, C, clock(ACTOR, 2));
        reap();
        assertThat(record()).isEqualTo(Siblings.EMPTY);
        assertThat(disk.events().reaped).containsExactly(KEY);
    }

    @Test
    void a_hole_in_its_own_clock_keeps_a_tombstone() {
        store(DELETED);
        replica.stability().report(PARTITION, B, clock(ACTOR, 2));
        replica.stability().report(PARTITION, C, clock(ACTOR, 2));

        reap();

        assertThat(record()).isEqualTo(DELETED);
        assertThat(replica.reaper().waiting(PARTITION).holes()).containsExactly(new Dot(ACTOR, 2));
    }

    @Test
    void a_tombstone_waits_for_the_home_that_has_not_told() {
        store(VALUE);
        store(DELETED);
        replica.stability().report(PARTITION, B, clock(ACTOR, 2));

        reap();

        assertThat(replica.reaper().waiting(PARTITION).rows()).isEqualTo(1);
        assertThat(replica.reaper().waiting(PARTITION).byHome()).isEqualTo(Map.of(C, 1L));
    }

    @Test
    void a_reaped_value_does_not_come_back_however_late_it_arrives() {
        deleteAndReap();

        assertThat(write(VALUE)).isEqualTo(Status.COVERED);
        assertThat(write(DELETED)).isEqualTo(Status.COVERED);

        assertThat(replica.onRead(KEY).finding()).isEqualTo(Finding.ABSENT);
        assertThat(disk.events().dropped).hasSize(2);
    }

    @Test
    void a_late_tombstone_does_not_kill_what_was_written_after_it_was_reaped() {
        deleteAndReap();
        Siblings anew = record(new Dot(OTHER_ACTOR, 1), VersionVector.EMPTY, value("anew"));
        store(anew);

        assertThat(write(DELETED)).isEqualTo(Status.COVERED);

        assertThat(record()).isEqualTo(anew);
    }

    @Test
    void what_was_reaped_stays_away_after_a_restart() {
        deleteAndReap();
        disk.restart();
        replica = open(2);

        assertThat(write(VALUE)).isEqualTo(Status.COVERED);

        assertThat(replica.onRead(KEY).finding()).isEqualTo(Finding.ABSENT);
    }

    @Test
    void a_home_tells_which_dots_were_superseded_and_which_it_never_saw() {
        deleteAndReap();

        assertThat(replica.superseded(KEY, ImmutableList.of(new Dot(ACTOR, 1), new Dot(ACTOR, 3))))
                .contains(ImmutableList.of(new Dot(ACTOR, 1)));
    }

    @Test
    void a_live_dot_is_not_said_to_be_superseded_though_the_clock_has_it() {
        store(VALUE);

        assertThat(replica.superseded(KEY, VALUE.dots())).contains(ImmutableList.of());
    }

    @Test
    void a_clock_is_joined_from_a_peer_and_what_it_covers_does_not_come() {
        join(2);

        assertThat(write(VALUE)).isEqualTo(Status.COVERED);

        assertThat(record()).isEqualTo(Siblings.EMPTY);
    }

    @Test
    void a_tombstone_that_a_peer_has_reaped_goes_when_the_own_clock_says_as_much() {
        store(DELETED);

        settle(Siblings.EMPTY, DELETED.dots());
        assertThat(record()).as("the value may yet come here").isEqualTo(DELETED);

        join(2);
        settle(Siblings.EMPTY, DELETED.dots());
        assertThat(record()).isEqualTo(Siblings.EMPTY);
    }

    @Test
    void a_sibling_that_a_peer_knows_to_be_superseded_goes_and_the_others_stay() {
        store(VALUE);
        Siblings beside = record(new Dot(OTHER_ACTOR, 1), VersionVector.EMPTY, value("beside"));
        store(beside);

        settle(beside, VALUE.dots());

        assertThat(record().live()).isEqualTo(beside.live());
        assertThat(write(VALUE)).isEqualTo(Status.COVERED);
    }

    @Test
    void an_unreadable_row_empties_the_clock_for_good() {
        store(VALUE);
        store(DELETED);
        long lineage = replica.partitions().lineage(PARTITION);
        disk.storage().damage(Table.DATA);

        assertThat(replica.onRead(KEY).finding()).isEqualTo(Finding.UNREADABLE);
        assertThat(replica.partitions().clock(PARTITION)).isEqualTo(PartitionClock.EMPTY);
        assertThat(replica.partitions().lineage(PARTITION)).isNotEqualTo(lineage);
        disk.settle();

        assertThat(disk.clockRows()).isEmpty();
    }

    @Test
    void a_clock_that_was_emptied_gets_back_what_the_other_rows_show() {
        store(VALUE);
        Key other = key(1);
        Siblings kept = record(new Dot(OTHER_ACTOR, 1), VersionVector.EMPTY, value("kept"));
        store(other, kept);
        disk.storage().damage(Table.DATA, Place.of(KEY, PARTITIONS).row());
        replica.onRead(KEY);
        assertThat(replica.partitions().clock(PARTITION)).isEqualTo(PartitionClock.EMPTY);

        buildTree();
        disk.settle();

        assertThat(replica.partitions().clock(PARTITION)).isEqualTo(clock(OTHER_ACTOR, 1));
    }

    @Test
    void a_clock_that_could_not_be_emptied_on_disk_is_empty_all_the_same() {
        store(VALUE);
        disk.storage().damage(Table.DATA);
        disk.storage().plan(CommitResult.FULL);

        assertThat(replica.onRead(KEY).finding()).isEqualTo(Finding.UNREADABLE);
        disk.settle();

        assertThat(replica.partitions().clock(PARTITION)).isEqualTo(PartitionClock.EMPTY);
        disk.settle();
        assertThat(disk.clockRows()).isEmpty();
    }

    @Test
    void a_retry_is_not_believed_for_the_hole_of_an_actor_that_was_closed() {
        WriteId writeId = new WriteId(ACTOR, 1);
        disk.storage().plan(CommitResult.FULL);
        Answer<Written> refused = new Answer<>();
        replica.onWrite(
                new Request.Write(WriteKind.REPLICATE, KEY, VALUE, Optional.of(writeId), false, Optional.empty()),
                refused);
        disk.settle();
        assertThat(refused.get().status()).isEqualTo(Status.REFUSED_FULL);
        replica.partitions().close(PARTITION, ACTOR, result -> {});
        disk.settle();

        var request = Puts.of(KEY, "v").request();
        Minting again = replica.mint(
                new Request.Coordinate(
                        KEY,
                        value("v"),
                        VersionVector.EMPTY,
                        writeId,
                        request.requestId(),
                        request.quorum(),
                        1000,
                        false),
                true,
                durable -> {});

        assertThat(again).isInstanceOf(Minting.Minted.class);
    }

    @Test
    void a_tombstone_whose_name_was_lost_is_found_again_when_the_rows_are_read() {
        store(VALUE);
        store(DELETED);
        Bytes name = Rows.tombstone(PARTITION, Place.of(KEY, PARTITIONS).row());
        disk.queue().commit(java.util.List.of(new Change(Table.META, name, Optional.empty())), result -> {});
        disk.settle();
        reportToAll(clock(ACTOR, 2));

        buildTree();
        reap();

        assertThat(record()).isEqualTo(Siblings.EMPTY);
    }

    @Test
    void a_put_in_sight_of_a_tombstone_reaped_here_supersedes_it_where_it_still_is() {
        deleteAndReap();

        Minting minting = replica.mint(
                new Request.Coordinate(
                        KEY,
                        value("anew"),
                        DELETED.vector(),
                        new WriteId(9, 9),
                        new RequestId("r", false),
                        Quorum.majority(3),
                        1000,
                        false),
                false,
                durable -> {});

        assertThat(((Minting.Minted) minting).made().vector().descends(DELETED.vector()))
                .isTrue();
    }
}
