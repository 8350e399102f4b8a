package dynamo.node.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dynamo.contract.ErrorCode;
import dynamo.contract.Key;
import dynamo.node.Answer;
import dynamo.node.Puts;
import dynamo.node.env.Minting;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Table;
import dynamo.node.message.Reply.Finding;
import dynamo.node.message.Reply.ReadAnswer;
import dynamo.node.message.Reply.Status;
import dynamo.node.message.Reply.Written;
import dynamo.node.message.Request;
import dynamo.node.message.WriteKind;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import dynamo.version.Content;
import dynamo.version.Dot;
import dynamo.version.Sibling;
import dynamo.version.Siblings;
import dynamo.version.VersionVector;
import dynamo.version.WriteId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplicaTest {
    private static final Key KEY = new Key("bucket", Bytes.utf8("key"));
    private static final Key OTHER = new Key("bucket", Bytes.utf8("other"));
    private static final WriteId WRITE = new WriteId(1, 2);
    private static final long PEERS_ACTOR = 77;
    private static final int PARTITIONS = 8;
    private static final ImmutableList<NodeId> OTHER_HOMES = ImmutableList.of(new NodeId("b"), new NodeId("c"));

    private final OneDisk disk = new OneDisk();
    private boolean votes = true;
    private Replica replica = open();

    private Replica open() {
        return new Replica(
                disk.doors(),
                disk.queue(),
                PARTITIONS,
                new ReplicaLimits(3, 32 << 20),
                partition -> OTHER_HOMES,
                partition -> true,
                partition -> true,
                partition -> votes);
    }

    private void restart() {
        disk.restart();
        replica = open();
    }

    @Test
    void write_is_answered_once_it_is_durable() {
        disk.storage().hold();
        Answer<Written> answer = write(KEY, peersRecord(1));
        disk.settle();
        assertThat(answer.came()).isFalse();

        disk.storage().release();
        disk.settle();

        assertThat(answer.get().status()).isEqualTo(Status.STORED);
        assertThat(answer.get().others()).isEmpty();
        assertThat(disk.storage().rows(Table.DATA)).hasSize(1);
    }

    @Test
    void a_covered_write_is_answered_once_the_pending_copy_is_durable() {
        disk.storage().hold();
        write(KEY, peersRecord(1));
        Answer<Written> again = write(KEY, peersRecord(1));
        disk.settle();
        assertThat(again.came()).isFalse();

        disk.storage().release();
        disk.settle();

        assertThat(again.get().status()).isEqualTo(Status.COVERED);
    }

    @Test
    void a_covered_write_is_no_ack_when_the_pending_copy_is_lost() {
        disk.storage().hold();
        disk.storage().plan(CommitResult.FULL);
        write(KEY, peersRecord(1));
        Answer<Written> again = write(KEY, peersRecord(1));
        disk.storage().release();
        disk.settle();

        assertThat(again.get().status()).isEqualTo(Status.REFUSED_FULL);
        assertThat(replica.onRead(KEY).finding()).isEqualTo(Finding.ABSENT);
    }

    @Test
    void concurrent_records_merge_and_superseded_ones_change_nothing() {
        write(KEY, peersRecord(1));
        Answer<Written> newer = write(KEY, record(2, PEERS_ACTOR, vector(PEERS_ACTOR, 1)));
        Answer<Written> older = write(KEY, peersRecord(1));
        Answer<Written> beside = write(KEY, record(1, 88, VersionVector.EMPTY));
        disk.settle();

        assertThat(newer.get().status()).isEqualTo(Status.STORED);
        assertThat(older.get().status()).isEqualTo(Status.COVERED);
        assertThat(beside.get().status()).isEqualTo(Status.STORED);
        assertThat(replica.onRead(KEY).record().live())
                .extracting(Sibling::dot)
                .containsExactly(new Dot(PEERS_ACTOR, 2), new Dot(88, 1));
    }

    @Test
    void reads_see_the_pending_write() {
        disk.storage().hold();
        write(KEY, peersRecord(1));

        assertThat(replica.onRead(KEY).finding()).isEqualTo(Finding.FOUND);
        disk.storage().release();
    }

    @Test
    void an_answer_says_whether_it_votes_whatever_it_found() {
        votes = false;
        write(KEY, peersRecord(1));

        assertThat(replica.onRead(KEY)).isEqualTo(new ReadAnswer(Finding.FOUND, peersRecord(1), false));
        assertThat(replica.onRead(OTHER)).isEqualTo(new ReadAnswer(Finding.ABSENT, Siblings.EMPTY, false));
    }

    @Test
    void counters_of_an_actor_have_no_gap() {
        Dot one = minted(mint(KEY, VersionVector.EMPTY, WRITE, false)).dot();
        Dot two = minted(mint(KEY, VersionVector.EMPTY, WRITE, false)).dot();

        assertThat(one.counter()).isEqualTo(1);
        assertThat(two).isEqualTo(new Dot(one.actor(), 2));
    }

    @Test
    void a_refused_put_takes_no_counter() {
        for (int i = 0; i < 3; i++) {
            mint(KEY, VersionVector.EMPTY, new WriteId(9, i), false);
        }
        Siblings full = replica.onRead(KEY).record();

        Minting refused = mint(KEY, VersionVector.EMPTY, WRITE, true);
        Minting resolving = mint(KEY, full.vector(), WRITE, true);

        assertThat(refused).isInstanceOf(Minting.Refused.class);
        assertThat(((Minting.Refused) refused).code()).isEqualTo(ErrorCode.TOO_MANY_SIBLINGS);
        assertThat(minted(resolving).dot().counter()).isEqualTo(4);
        assertThat(minted(resolving).made().live()).hasSize(1);
    }

    @Test
    void repair_is_exempt_from_the_limits() {
        Siblings four = Siblings.EMPTY;
        for (int actor = 1; actor <= 4; actor++) {
            four = Siblings.sync(four, record(1, actor, VersionVector.EMPTY));
        }

        Answer<Written> answer = write(KEY, four);
        disk.settle();

        assertThat(answer.get().status()).isEqualTo(Status.STORED);
    }

    @Test
    void a_put_is_later_than_all_it_stands_beside() {
        long future = (disk.time().wallMillis() << 16) + (1L << 40);
        Sibling ahead = new Sibling(new Dot(PEERS_ACTOR, 1), WRITE, future, value("ahead"));
        write(KEY, new Siblings(vector(PEERS_ACTOR, 1), ImmutableList.of(ahead)));

        Siblings made = minted(mint(KEY, VersionVector.EMPTY, WRITE, false)).made();

        assertThat(made.live()).extracting(Sibling::timestamp).containsExactlyInAnyOrder(future, future + 1);
    }

    @Test
    void a_named_write_is_known_when_it_comes_again() {
        Dot dot = minted(mint(KEY, VersionVector.EMPTY, WRITE, true)).dot();

        Minting again = mint(KEY, VersionVector.EMPTY, WRITE, true);

        assertThat(again).isEqualTo(new Minting.Known(dot, replica.onRead(KEY).record()));
    }

    @Test
    void a_named_write_is_known_even_when_it_was_superseded() {
        Minting.Minted first = minted(mint(KEY, VersionVector.EMPTY, WRITE, true));
        Siblings current = minted(mint(KEY, first.made().vector(), new WriteId(5, 5), false))
                .made();

        assertThat(mint(KEY, VersionVector.EMPTY, WRITE, true)).isEqualTo(new Minting.Known(first.dot(), current));
    }

    @Test
    void a_write_stored_for_a_peer_is_known_too() {
        write(KEY, peersRecord(1), WRITE);
        disk.settle();

        Minting again = mint(KEY, VersionVector.EMPTY, WRITE, true);

        assertThat(again).isEqualTo(new Minting.Known(new Dot(PEERS_ACTOR, 1), peersRecord(1)));
    }

    @Test
    void a_live_write_is_known_after_a_restart() {
        Dot dot = minted(mint(KEY, VersionVector.EMPTY, WRITE, true)).dot();
        disk.settle();
        restart();

        Minting again = mint(KEY, VersionVector.EMPTY, WRITE, true);

        assertThat(again).isInstanceOf(Minting.Known.class);
        assertThat(((Minting.Known) again).dot()).isEqualTo(dot);
    }

    @Test
    void copies_of_an_earlier_try_are_named() {
        mint(KEY, VersionVector.EMPTY, WRITE, true);
        disk.settle();
        Dot mine = replica.onRead(KEY).record().live().get(0).dot();

        Answer<Written> answer = write(KEY, peersRecord(1), WRITE);
        disk.settle();

        assertThat(answer.get().others()).containsExactly(mine);
        assertThat(answer.get().record()).contains(replica.onRead(KEY).record());
    }

    @Test
    void a_known_write_waits_for_its_pending_copy() {
        disk.storage().hold();
        mint(KEY, VersionVector.EMPTY, WRITE, true);
        Answer<Boolean> durable = new Answer<>();
        replica.mint(put(KEY, VersionVector.EMPTY, WRITE), true, durable);
        disk.settle();
        assertThat(durable.came()).isFalse();

        disk.storage().release();
        disk.settle();

        assertThat(durable.get()).isTrue();
    }

    @Test
    void a_failed_commit_takes_the_write_back_and_retires_the_actor() {
        disk.storage().plan(CommitResult.FULL);
        Answer<Boolean> durable = new Answer<>();
        Dot lost = minted(replica.mint(put(KEY, VersionVector.EMPTY, WRITE), true, durable))
                .dot();
        disk.settle();

        Dot next = minted(mint(KEY, VersionVector.EMPTY, WRITE, true)).dot();

        assertThat(durable.get()).isFalse();
        assertThat(next.actor()).isNotEqualTo(lost.actor());
        assertThat(next.counter()).isEqualTo(1);
        assertThat(replica.onRead(KEY).record().vector().covers(lost)).isFalse();
    }

    @Test
    void a_write_that_was_taken_back_is_not_known() {
        disk.storage().hold();
        disk.storage().plan(CommitResult.FULL);
        write(KEY, peersRecord(1)); // by a repair, which names no write
        Answer<Written> replicated = write(KEY, peersRecord(1), WRITE);
        disk.storage().release();
        disk.settle();
        assertThat(replicated.get().status()).isEqualTo(Status.REFUSED_FULL);

        assertThat(mint(KEY, VersionVector.EMPTY, WRITE, true)).isInstanceOf(Minting.Minted.class);
    }

    @Test
    void a_write_that_went_with_its_unreadable_row_is_not_known() {
        WriteId named = new WriteId(9, 9);
        mint(KEY, VersionVector.EMPTY, named, true);
        disk.settle();
        disk.storage().damage(Table.DATA);
        heal(KEY, peersRecord(1));
        disk.settle();

        assertThat(mint(KEY, VersionVector.EMPTY, named, true)).isInstanceOf(Minting.Minted.class);
    }

    @Test
    void an_unreadable_row_refuses_what_may_not_be_all_of_it() {
        mint(KEY, VersionVector.EMPTY, WRITE, false);
        disk.settle();
        disk.storage().damage(Table.DATA);

        Answer<Written> repair = write(KEY, peersRecord(1));

        assertThat(repair.get().status()).isEqualTo(Status.REFUSED_UNREADABLE);
        assertThat(mint(KEY, VersionVector.EMPTY, WRITE, false)).isInstanceOf(Minting.Unable.class);
        assertThat(replica.onRead(KEY)).isEqualTo(new ReadAnswer(Finding.UNREADABLE, Siblings.EMPTY, true));
        assertThat(disk.events().unreadable).containsExactly(KEY);
    }

    @Test
    void an_unreadable_row_that_no_other_home_has_is_gone() {
        mint(KEY, VersionVector.EMPTY, WRITE, false);
        disk.settle();
        disk.storage().damage(Table.DATA);

        Answer<Written> nothing = heal(KEY, Siblings.EMPTY);
        disk.settle();

        assertThat(nothing.get().status()).isEqualTo(Status.STORED);
        assertThat(replica.onRead(KEY).finding()).isEqualTo(Finding.ABSENT);
    }

    @Test
    void an_unreadable_row_is_mended_by_what_all_other_homes_have() {
        mint(KEY, VersionVector.EMPTY, WRITE, false);
        disk.settle();
        disk.storage().damage(Table.DATA);

        Answer<Written> healed = heal(KEY, peersRecord(1));
        disk.settle();

        assertThat(healed.get().status()).isEqualTo(Status.STORED);
        assertThat(replica.onRead(KEY)).isEqualTo(new ReadAnswer(Finding.FOUND, peersRecord(1), true));
    }

    @Test
    void a_row_with_damaged_bytes_is_unreadable() {
        mint(KEY, VersionVector.EMPTY, WRITE, false);
        disk.settle();
        disk.storage().rows(Table.DATA).replaceAll((row, bytes) -> bytes.slice(0, bytes.length() - 1));

        assertThat(replica.onRead(KEY).finding()).isEqualTo(Finding.UNREADABLE);
    }

    @Test
    void an_unreadable_row_retires_the_actor_and_empties_the_clock() {
        Dot before = minted(mint(KEY, VersionVector.EMPTY, WRITE, false)).dot();
        Dot beforeOther = minted(mint(OTHER, VersionVector.EMPTY, WRITE, false)).dot();
        write(KEY, peersRecord(1));
        disk.settle();
        disk.storage().damage(Table.DATA);

        replica.onRead(KEY);
        disk.settle();

        assertThat(disk.clockRows()).noneMatch(row -> row.actor() == before.actor() || row.actor() == PEERS_ACTOR);
        heal(KEY, peersRecord(1));
        Dot next = minted(mint(KEY, VersionVector.EMPTY, WRITE, false)).dot();
        assertThat(next.actor()).isNotIn(before.actor(), beforeOther.actor());
        assertThat(next.counter()).isEqualTo(1);
    }

    @Test
    void rows_and_clock_become_durable_together() {
        Dot minted = minted(mint(KEY, VersionVector.EMPTY, WRITE, false)).dot();
        write(KEY, peersRecord(1));
        disk.settle();

        assertThat(disk.storage().committed())
                .allSatisfy(batch -> assertThat(batch.stream()
                                .filter(change -> change.table() == Table.META)
                                .count())
                        .isPositive());
        assertThat(disk.clockRows())
                .extracting(OneDisk.ClockRow::actor)
                .containsExactlyInAnyOrder(minted.actor(), PEERS_ACTOR);
    }

    @Test
    void a_dot_that_arrives_superseded_is_not_accounted_for() {
        write(KEY, record(2, PEERS_ACTOR, vector(PEERS_ACTOR, 1)));
        disk.settle();

        OneDisk.ClockRow row = disk.clockRows().get(0);

        assertThat(row.runs().contains(2)).isTrue();
        assertThat(row.runs().contains(1)).isFalse();
    }

    @Test
    void an_actor_lives_for_one_start_only() {
        Dot before = minted(mint(KEY, VersionVector.EMPTY, WRITE, false)).dot();
        disk.settle();
        restart();

        Dot after = minted(mint(KEY, VersionVector.EMPTY, WRITE, false)).dot();

        assertThat(after.actor()).isNotEqualTo(before.actor());
        assertThat(after.counter()).isEqualTo(1);
    }

    @Test
    void work_is_refused_when_too_much_waits_for_the_disk() {
        Content large = new Content.Value(Bytes.owning(new byte[23 << 20]), "text/plain", ImmutableSortedMap.of());
        disk.storage().hold();
        for (int i = 0; i < 4; i++) { // one in flight, three that gather
            Key key = new Key("bucket", Bytes.utf8("large-" + i));
            assertThat(replica.mint(put(key, VersionVector.EMPTY, WRITE, large), false, durable -> {}))
                    .isInstanceOf(Minting.Minted.class);
        }

        Minting put = mint(KEY, VersionVector.EMPTY, WRITE, false);
        Answer<Written> write = write(KEY, peersRecord(1));

        assertThat(((Minting.Refused) put).code()).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(write.get().status()).isEqualTo(Status.REFUSED);
        assertThat(disk.events().shed).hasSize(2);
    }

    private Minting mint(Key key, VersionVector context, WriteId writeId, boolean remember) {
        return replica.mint(put(key, context, writeId), remember, durable -> {});
    }

    private static Minting.Minted minted(Minting minting) {
        assertThat(minting).isInstanceOf(Minting.Minted.class);
        return (Minting.Minted) minting;
    }

    private static Request.Coordinate put(Key key, VersionVector context, WriteId writeId) {
        return put(key, context, writeId, value("mine"));
    }

    private static Request.Coordinate put(Key key, VersionVector context, WriteId writeId, Content content) {
        var request = Puts.of(key, "").request();
        return new Request.Coordinate(
                key, content, context, writeId, request.requestId(), request.quorum(), 1000, false);
    }

    private Answer<Written> write(Key key, Siblings record) {
        return write(new Request.Write(WriteKind.REPAIR, key, record, Optional.empty(), false, Optional.empty()));
    }

    private Answer<Written> write(Key key, Siblings record, WriteId remember) {
        return write(
                new Request.Write(WriteKind.REPLICATE, key, record, Optional.of(remember), false, Optional.empty()));
    }

    private Answer<Written> heal(Key key, Siblings record) {
        return write(new Request.Write(WriteKind.REPAIR, key, record, Optional.empty(), true, Optional.empty()));
    }

    private Answer<Written> write(Request.Write write) {
        Answer<Written> answer = new Answer<>();
        replica.onWrite(write, answer);
        return answer;
    }

    private static Siblings peersRecord(long counter) {
        return record(counter, PEERS_ACTOR, VersionVector.EMPTY);
    }

    private static Siblings record(long counter, long actor, VersionVector seen) {
        Sibling sibling = new Sibling(new Dot(actor, counter), WRITE, 1, value("of " + actor));
        return new Siblings(seen.with(sibling.dot()), ImmutableList.of(sibling));
    }

    private static VersionVector vector(long actor, long counter) {
        return VersionVector.of(new Dot(actor, counter));
    }

    private static Content value(String text) {
        return new Content.Value(Bytes.utf8(text), "text/plain", ImmutableSortedMap.of());
    }
}
