package dynamo.node.hint;

import static dynamo.node.hint.Hints.HOME;
import static dynamo.node.hint.Hints.KEY;
import static dynamo.node.hint.Hints.OTHER_HOME;
import static dynamo.node.hint.Hints.put;
import static dynamo.node.hint.Hints.record;
import static dynamo.node.hint.Hints.values;
import static dynamo.node.hint.Hints.write;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dynamo.contract.ErrorCode;
import dynamo.node.Answer;
import dynamo.node.env.Minting;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Table;
import dynamo.node.replica.OneDisk;
import dynamo.node.replica.RefusedActors;
import dynamo.node.replica.ReplicaLimits;
import dynamo.ring.Claim;
import dynamo.ring.KeyHash;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.ring.Placement;
import dynamo.ring.Ring;
import dynamo.version.Dot;
import dynamo.version.Siblings;
import dynamo.version.VersionVector;
import dynamo.version.WriteId;
import org.junit.jupiter.api.Test;

class HintMintTest {
    private static final int PARTITIONS = 8;
    private static final WriteId WRITE = new WriteId(7, 7);
    private static final Ring RING = Claim.first(
            ImmutableList.of(new Member(HOME, ""), new Member(OTHER_HOME, ""), new Member(new NodeId("c"), "")),
            PARTITIONS,
            1);

    private final OneDisk disk = new OneDisk();
    private HintStore hints =
            new HintStore(disk.doors(), disk.queue(), PARTITIONS, HintConfig.DEFAULT, new RefusedActors(disk.queue()));
    private HintMint mint = open(HintConfig.DEFAULT);

    private HintMint open(HintConfig config) {
        hints = new HintStore(disk.doors(), disk.queue(), PARTITIONS, config, new RefusedActors(disk.queue()));
        hints.start();
        disk.settle();
        return new HintMint(
                disk.doors(),
                hints,
                PARTITIONS,
                partition -> Placement.settled(RING.preferenceList(partition)),
                new ReplicaLimits(3, 32 << 20));
    }

    @Test
    void what_is_minted_is_kept_for_the_first_home_and_told_when_durable() {
        disk.storage().hold();
        Answer<Boolean> durable = new Answer<>();
        Minting.Minted minted = (Minting.Minted) mint.mint(put(KEY, "v", WRITE, VersionVector.EMPTY), false, durable);
        disk.settle();
        assertThat(durable.came()).isFalse();

        disk.storage().release();
        disk.settle();

        assertThat(durable.get()).isTrue();
        assertThat(hints.hints(firstHome())).isEqualTo(1);
        assertThat(hints.record(KEY)).contains(minted.made());
        assertThat(disk.events().minted).containsExactly(minted.dot());
    }

    @Test
    void it_mints_over_all_that_is_kept_of_the_key_for_whichever_home() {
        hints.onWrite(write(KEY, record(1, "one"), HOME), HOME, written -> {});
        hints.onWrite(write(KEY, record(2, "two"), OTHER_HOME), OTHER_HOME, written -> {});

        Minting.Minted beside = minted("three", WRITE, VersionVector.EMPTY);
        assertThat(values(beside.made())).containsExactlyInAnyOrder("one", "two", "three");

        Minting.Minted after = minted("four", new WriteId(8, 8), beside.made().vector());
        assertThat(values(after.made())).containsExactly("four");
        assertThat(after.dot()).isEqualTo(new Dot(beside.dot().actor(), 2));
    }

    @Test
    void a_named_write_is_known_when_it_comes_again_and_is_kept_for_the_first_home_too() {
        NodeId other = firstHome().equals(HOME) ? OTHER_HOME : HOME;
        Siblings stored = record(1, "v");
        hints.onWrite(write(KEY, stored, other), other, written -> {});
        Answer<Boolean> durable = new Answer<>();

        Minting again = mint.mint(put(KEY, "v", new WriteId(1, 0), VersionVector.EMPTY), true, durable);
        disk.settle();

        assertThat(again).isEqualTo(new Minting.Known(new Dot(1, 1), stored));
        assertThat(durable.get()).isTrue();
        assertThat(hints.hints(firstHome())).isEqualTo(1);
        assertThat(disk.events().minted).isEmpty();
    }

    @Test
    void actor_retired_after_hint_deleted() {
        Minting.Minted first = minted("v", WRITE, VersionVector.EMPTY);
        disk.settle();
        hints.handedOver(
                HintRow.of(firstHome(), KEY),
                first.made().encoded(),
                gone -> assertThat(gone).isTrue());

        Minting.Minted next = minted("w", new WriteId(8, 8), VersionVector.EMPTY);

        assertThat(next.dot().actor()).isNotEqualTo(first.dot().actor());
        assertThat(next.made().vector().covers(first.dot())).isFalse();
        assertThat(disk.events().retired).hasSize(1);
    }

    @Test
    void actor_retired_after_a_failed_commit() {
        disk.storage().plan(CommitResult.FULL);
        Minting.Minted lost = minted("v", WRITE, VersionVector.EMPTY);
        disk.settle();

        Minting.Minted next = minted("w", new WriteId(8, 8), VersionVector.EMPTY);

        assertThat(next.dot().actor()).isNotEqualTo(lost.dot().actor());
        assertThat(next.made().vector().covers(lost.dot())).isFalse();
    }

    @Test
    void actor_retired_and_nothing_minted_where_a_hint_is_unreadable() {
        Minting.Minted first = minted("v", WRITE, VersionVector.EMPTY);
        disk.settle();
        disk.storage().damage(Table.HINTS);

        assertThat(mint.mint(put(KEY, "w", WRITE, VersionVector.EMPTY), false, durable -> {}))
                .isInstanceOf(Minting.Unable.class);

        assertThat(disk.events().retired)
                .containsExactly(KeyHash.of(KEY.bucket(), KEY.key()).partition(PARTITIONS));
        assertThat(disk.events().minted).containsExactly(first.dot());
    }

    @Test
    void too_many_siblings_are_refused_and_take_no_counter() {
        Minting.Minted third = minted("1", new WriteId(1, 1), VersionVector.EMPTY);
        for (int i = 2; i <= 3; i++) {
            third = minted("" + i, new WriteId(1, i), VersionVector.EMPTY);
        }

        Minting refused = mint.mint(put(KEY, "4", WRITE, VersionVector.EMPTY), true, durable -> {});

        assertThat(refused).isInstanceOf(Minting.Refused.class);
        assertThat(((Minting.Refused) refused).code()).isEqualTo(ErrorCode.TOO_MANY_SIBLINGS);
        assertThat(minted("5", WRITE, third.made().vector()).dot().counter()).isEqualTo(4);
    }

    @Test
    void nothing_is_minted_when_no_more_hints_are_taken() {
        mint = open(new HintConfig(10));

        assertThat(mint.mint(put(KEY, "v", WRITE, VersionVector.EMPTY), false, durable -> {}))
                .isInstanceOf(Minting.Unable.class);
        assertThat(disk.events().minted).isEmpty();
    }

    private Minting.Minted minted(String value, WriteId id, VersionVector context) {
        return (Minting.Minted) mint.mint(put(KEY, value, id, context), false, durable -> {});
    }

    private static NodeId firstHome() {
        return RING.preferenceList(KeyHash.of(KEY.bucket(), KEY.key()).partition(PARTITIONS))
                .owner();
    }
}
