package dynamo.node.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.node.Answer;
import dynamo.node.env.Storage.CommitResult;
import dynamo.version.Dot;
import dynamo.version.Runs;
import org.junit.jupiter.api.Test;

class RefusedActorsTest {
    private static final long ACTOR = 7;
    private static final Runs SEEN = Runs.EMPTY.with(1).with(3);

    private final OneDisk disk = new OneDisk();
    private RefusedActors refused = open();

    private RefusedActors open() {
        RefusedActors opened = new RefusedActors(disk.queue());
        opened.open();
        return opened;
    }

    private CommitResult refuse(Runs seen) {
        Answer<CommitResult> answer = new Answer<>();
        refused.refuse(2, ACTOR, seen, answer);
        disk.settle();
        return answer.get();
    }

    @Test
    void what_was_not_seen_is_refused_over_restarts() {
        assertThat(refused.refuses(2, new Dot(ACTOR, 2))).isFalse();
        assertThat(refuse(SEEN)).isEqualTo(CommitResult.DURABLE);
        disk.restart();
        refused = open();

        assertThat(refused.refuses(2, new Dot(ACTOR, 2))).isTrue();
        assertThat(refused.refuses(2, new Dot(ACTOR, 3))).isFalse();
        assertThat(refused.refuses(3, new Dot(ACTOR, 2))).isFalse();
        assertThat(refused.refuses(2, new Dot(ACTOR + 1, 2))).isFalse();
    }

    @Test
    void what_was_found_since_is_taken() {
        refuse(SEEN);
        refuse(Runs.EMPTY.with(2));

        assertThat(refused.refuses(2, new Dot(ACTOR, 2))).isFalse();
        assertThat(refused.refuses(2, new Dot(ACTOR, 4))).isTrue();
    }

    @Test
    void a_refusal_that_could_not_be_written_is_not_said_to_be_durable_when_it_is_asked_for_again() {
        disk.storage().plan(CommitResult.FULL);
        assertThat(refuse(SEEN)).isEqualTo(CommitResult.FULL);
        disk.storage().plan(CommitResult.FULL);

        assertThat(refuse(SEEN)).isEqualTo(CommitResult.FULL);
        assertThat(refuse(SEEN)).isEqualTo(CommitResult.DURABLE);
    }
}
