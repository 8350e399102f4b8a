package dynamo.node.coordinate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dynamo.node.coordinate.QuorumTally.State;
import dynamo.ring.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuorumTallyTest {
    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");
    private static final NodeId C = new NodeId("c");

    private static QuorumTally asked(int needed, NodeId... nodes) {
        QuorumTally tally = new QuorumTally(needed);
        List.of(nodes).forEach(tally::onAsked);
        return tally;
    }

    @Test
    void enough_answers_that_count_satisfy() {
        QuorumTally tally = asked(2, A, B, C);
        assertThat(tally.state()).isEqualTo(State.PENDING);

        tally.onAnswer(A, true);
        assertThat(tally.state()).isEqualTo(State.PENDING);

        tally.onAnswer(B, true);
        assertThat(tally.state()).isEqualTo(State.SATISFIED);
        assertThat(tally.counted()).isEqualTo(2);
        assertThat(tally.outstanding()).isEqualTo(1);
    }

    @Test
    void an_answer_that_does_not_count_is_no_longer_outstanding() {
        QuorumTally tally = asked(2, A, B, C);
        tally.onAnswer(A, false);
        assertThat(tally.state()).isEqualTo(State.PENDING);

        tally.onAnswer(B, false);

        assertThat(tally.state()).isEqualTo(State.IMPOSSIBLE);
        assertThat(tally.counted()).isZero();
    }

    @Test
    void it_stays_satisfied() {
        QuorumTally tally = asked(1, A, B, C);
        tally.onAnswer(A, true);
        tally.onAnswer(B, false);
        tally.onAnswer(C, false);

        assertThat(tally.state()).isEqualTo(State.SATISFIED);
        assertThat(tally.outstanding()).isZero();
    }

    @Test
    void fewer_than_needed_to_ask_is_impossible_from_the_start() {
        assertThat(asked(2, A).state()).isEqualTo(State.IMPOSSIBLE);
    }

    @Test
    void a_node_answers_once() {
        QuorumTally tally = asked(2, A, B, C);
        tally.onAnswer(A, true);

        assertThatThrownBy(() -> tally.onAnswer(A, true)).isInstanceOf(IllegalStateException.class);
        assertThat(tally.counted()).isEqualTo(1);
    }

    @Test
    void a_node_that_is_asked_again_counts_when_it_has_answered_again() {
        QuorumTally tally = asked(2, A, B);
        tally.onAnswer(A, true);
        tally.onAnswer(B, true);

        tally.onAsked(B);
        assertThat(tally.state()).isEqualTo(State.PENDING);

        tally.onAnswer(B, false);
        assertThat(tally.state()).isEqualTo(State.IMPOSSIBLE);
    }

    @Test
    void only_who_was_asked_answers() {
        QuorumTally tally = asked(1, A);

        assertThatThrownBy(() -> tally.onAnswer(B, true)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_quorum_of_none_is_refused() {
        assertThatThrownBy(() -> new QuorumTally(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
