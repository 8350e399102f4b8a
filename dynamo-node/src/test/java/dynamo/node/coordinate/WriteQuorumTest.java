package dynamo.node.coordinate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dynamo.contract.Quorum;
import dynamo.node.coordinate.QuorumTally.State;
import dynamo.ring.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

class WriteQuorumTest {
    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");
    private static final NodeId C = new NodeId("c");
    private static final NodeId D = new NodeId("d");
    private static final NodeId E = new NodeId("e");

    @Test
    void enough_homes_that_hold_it_satisfy() {
        WriteQuorum quorum = asked(2);
        quorum.onAnswer(A, A, true);
        assertThat(quorum.state()).isEqualTo(State.PENDING);

        quorum.onAnswer(C, C, true);

        assertThat(quorum.state()).isEqualTo(State.SATISFIED);
        assertThat(quorum.acks()).isEqualTo(2);
        assertThat(quorum.hinted()).isZero();
    }

    @Test
    void refusals_that_nobody_stands_in_for_make_it_impossible() {
        WriteQuorum quorum = asked(2);
        quorum.onAnswer(A, A, false);
        assertThat(quorum.state()).isEqualTo(State.PENDING);

        quorum.onAnswer(B, B, false);

        assertThat(quorum.state()).isEqualTo(State.IMPOSSIBLE);
        assertThat(quorum.unserved()).containsExactly(A, B);
    }

    @Test
    void who_stands_in_keeps_it_possible_and_counts() {
        WriteQuorum quorum = asked(2, D);
        quorum.onAnswer(A, A, false);
        quorum.onAnswer(B, B, false);
        assertThat(quorum.takeSpare(node -> true)).contains(D);
        quorum.onAsked(A, 1);
        assertThat(quorum.state()).isEqualTo(State.PENDING);
        assertThat(quorum.hasSpare()).isFalse();

        quorum.onAnswer(C, C, true);
        quorum.onAnswer(A, D, true);

        assertThat(quorum.state()).isEqualTo(State.SATISFIED);
        assertThat(quorum.hinted()).isEqualTo(1);
    }

    @Test
    void two_copies_for_one_home_count_once() {
        WriteQuorum quorum = asked(2, D, E);
        quorum.onAsked(B, 1);
        quorum.onAsked(B, 2);
        quorum.onAnswer(B, D, true);

        quorum.onAnswer(B, E, true);
        quorum.onAnswer(B, B, true);

        assertThat(quorum.acks()).isEqualTo(1);
        assertThat(quorum.hinted()).isZero(); // the home's own copy is the one that stays
        assertThat(quorum.state()).isEqualTo(State.PENDING);
    }

    @Test
    void a_stand_in_whose_home_has_its_own_copy_may_stand_in_for_another() {
        WriteQuorum quorum = asked(3, D);
        quorum.onAnswer(A, A, true);
        quorum.takeSpare(node -> true);
        quorum.onAsked(B, 1);
        quorum.onAnswer(B, D, true);
        quorum.onAnswer(C, C, false);
        assertThat(quorum.state()).isEqualTo(State.PENDING); // b's own answer may free d

        quorum.onAnswer(B, B, true);

        assertThat(quorum.unserved()).containsExactly(C);
        assertThat(quorum.takeSpare(node -> true)).contains(D);
        quorum.onAsked(C, 2);
        quorum.onAnswer(C, D, true);
        assertThat(quorum.state()).isEqualTo(State.SATISFIED);
        assertThat(quorum.hinted()).isEqualTo(1);
    }

    @Test
    void homes_are_silent_when_nobody_was_asked_for_them_of_late() {
        WriteQuorum quorum = asked(2, D);
        quorum.onAnswer(A, A, true);
        quorum.onAsked(B, 100);

        assertThat(quorum.silentSince(99)).containsExactly(C);
        assertThat(quorum.silentSince(100)).containsExactly(B, C);
    }

    @Test
    void the_best_spare_that_can_store_is_taken_once() {
        WriteQuorum quorum = new WriteQuorum(new Quorum(1, 1, true), List.of(ImmutableList.of(A)), List.of(B, C, D));

        assertThat(quorum.takeSpare(node -> !node.equals(B))).contains(C);
        assertThat(quorum.takeSpare(node -> true)).contains(B);
        assertThat(quorum.takeSpare(node -> node.equals(B))).isEmpty();
        assertThat(quorum.takeSpare(node -> true)).contains(D);
    }

    @Test
    void an_answer_to_nothing_is_a_bug() {
        WriteQuorum quorum = asked(2);
        quorum.onAnswer(A, A, true);

        assertThatThrownBy(() -> quorum.onAnswer(A, A, true)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void while_a_partition_moves_each_group_of_homes_needs_its_quorum() {
        WriteQuorum quorum = new WriteQuorum(
                new Quorum(3, 2, true), List.of(ImmutableList.of(A, B, C), ImmutableList.of(A, D, E)), List.of());
        List.of(A, B, C, D, E).forEach(home -> quorum.onAsked(home, 0));
        quorum.onAnswer(B, B, true);
        quorum.onAnswer(C, C, true);

        assertThat(quorum.state()).isEqualTo(QuorumTally.State.PENDING);
        quorum.onAnswer(D, D, true);
        quorum.onAnswer(E, E, true);
        assertThat(quorum.state()).isEqualTo(QuorumTally.State.SATISFIED);
    }

    @Test
    void who_stood_in_for_a_home_and_becomes_one_counts_once() {
        WriteQuorum quorum = asked(2, D);
        quorum.onAnswer(A, D, true);
        quorum.onAnswer(B, B, true);
        quorum.become(List.of(ImmutableList.of(A, B, C), ImmutableList.of(A, B, D)));
        quorum.onAsked(D, 0);
        quorum.onAnswer(D, D, true);

        assertThat(quorum.acks()).isEqualTo(2);
        assertThat(quorum.unserved()).containsExactly(A);
    }

    private static WriteQuorum asked(int needed, NodeId... spare) {
        WriteQuorum quorum =
                new WriteQuorum(new Quorum(3, needed, true), List.of(ImmutableList.of(A, B, C)), List.of(spare));
        List.of(A, B, C).forEach(home -> quorum.onAsked(home, 0));
        return quorum;
    }
}
