package dynamo.node.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.node.message.Request;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Frames that arrive when their sender's process has long ended. */
class LateFrameTest {
    private final Scenario scenario = Scenario.of(3, 3);

    /** It tells of a process that is no more; the votes of the one that runs still count. */
    @Test
    void a_late_greeting_does_not_take_the_word_from_the_next_process() {
        Machine asked = scenario.home(0);
        Machine greeting = scenario.home(1);
        scenario.put(asked, "v", Scenario.Shown.NOTHING);
        AtomicInteger held = new AtomicInteger();
        scenario.holdBack((to, envelope) -> to == asked
                && envelope.from().equals(greeting.id())
                && envelope.message() instanceof Request.Hello hello
                && hello.rowsLost()
                && held.incrementAndGet() == 1);
        scenario.wipe(greeting);
        scenario.restart(greeting);
        assertThat(scenario.held()).isEqualTo(1);

        scenario.release();

        assertThat(scenario.quorum(3, 2, false).get(asked).values()).containsExactly("v");
        scenario.end();
    }
}
