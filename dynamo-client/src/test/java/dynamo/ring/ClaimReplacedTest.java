package dynamo.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClaimReplacedTest {
    private static final NodeId OLD = new NodeId("n002");
    private static final Member BY = new Member(new NodeId("a"), "z0").withStatus(Member.Status.JOINING);
    private final Ring ring = Claim.first(Members.inZonesOf(5), 64, 3);

    @Test
    void takes_exactly_the_places_of_the_old_one() {
        Ring replaced = Claim.replaced(ring, OLD, BY);

        for (int partition = 0; partition < 64; partition++) {
            NodeId owner = ring.owner(partition);
            assertThat(replaced.owner(partition)).isEqualTo(owner.equals(OLD) ? BY.id() : owner);
        }
        assertThat(replaced.epoch()).isEqualTo(ring.epoch());
        assertThat(replaced.members()).hasSize(6).contains(BY);
        assertThat(replaced.members().stream().filter(member -> member.id().equals(OLD)))
                .singleElement()
                .matches(old -> old.status() == Member.Status.LEAVING);
    }

    @Test
    void only_the_replicas_of_the_old_one_move() {
        Ring replaced = Claim.replaced(ring, OLD, BY);
        RingDiff diff = RingDiff.between(ring, replaced);

        RingDiff.Load old = diff.load(OLD);
        assertThat(diff.moves()).isEqualTo(old.replicasBefore()).isEqualTo(diff.movesMin());
        assertThat(old.out()).isEqualTo(old.replicasBefore());
        assertThat(diff.load(BY.id()).in()).isEqualTo(old.replicasBefore());
    }

    @Test
    void who_cannot_replace_is_refused_in_clear_words() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Claim.replaced(ring, OLD, new Member(OLD, "z0")))
                .withMessage("n002 cannot replace itself");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Claim.replaced(ring, OLD, new Member(new NodeId("n001"), "z0")))
                .withMessage("n001 owns partitions, so it cannot replace n002");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Claim.replaced(ring, new NodeId("stranger"), BY))
                .withMessage("stranger owns nothing that a could take over");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Claim.replaced(ring, OLD, BY.withStatus(Member.Status.REMOVED)))
                .withMessage("a is REMOVED, so it cannot replace n002");
    }

    @Test
    void a_change_of_zone_or_place_in_the_order_moves_nothing_in_a_ring_without_other_zones() {
        List<Member> members = ring.members().stream()
                .map(member -> member.withAddress("host:1"))
                .toList();

        assertThat(RingDiff.between(ring, Claim.next(ring, members)).moves()).isZero();
    }
}
