package dynamo.node.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.contract.GetResult;
import dynamo.node.Node;
import dynamo.node.RepairPaths;
import dynamo.node.message.Request;
import dynamo.node.sim.Disk.Cell;
import dynamo.node.sim.Disk.RowName;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Frames that arrive when their sender's process has long ended. */
class LateFrameTest {
    private final Scenario scenario = Scenario.of(3, 3);

    /** Nobody has heard of the disk it tells of, which was lost with its process. */
    @Test
    void a_late_greeting_of_a_disk_that_never_came_to_be_known_is_passed_over() {
        Machine asked = scenario.home(0);
        Machine greeting = scenario.home(1);
        scenario.put(asked, "v", Scenario.Shown.NOTHING);
        scenario.crash(greeting);
        greeting.wipe();
        scenario.holdBack((to, envelope) -> to == asked
                && envelope.from().equals(greeting.id())
                && envelope.message() instanceof Request.Hello hello
                && hello.rowsLost());
        greeting.comeBack();
        scenario.until(() -> scenario.held() == 1);
        scenario.holdBack((to, envelope) -> false).wipe(greeting).run(Duration.ofSeconds(20));
        scenario.restart(greeting); // so that its start has another number
        long losses = scenario.world().tally().of(Probe.ROWS_LOST.text());

        scenario.release();

        assertThat(scenario.world().tally().of(Probe.ROWS_LOST.text())).isEqualTo(losses);
        assertThat(scenario.quorum(3, 2, false).get(asked).values()).containsExactly("v");
        scenario.end();
    }

    /** A peer greets once; who has lost its own connection since has forgotten what it was told. */
    @Test
    void a_node_that_connects_anew_is_told_again_which_disk_its_peer_has() {
        Machine asked = scenario.home(0);
        scenario.put(asked, "v", Scenario.Shown.NOTHING);
        scenario.isolate(asked).rejoin(asked);

        assertThat(scenario.quorum(3, 2, false).get(asked).values()).containsExactly("v");
        scenario.end();
    }

    /** Its peer knows nothing of it, and has greeted it a moment ago. */
    @Test
    void a_node_whose_own_connection_flaps_still_believes_its_peers() {
        Machine asked = scenario.home(0);
        Machine peer = scenario.home(1);
        scenario.put(asked, "v", Scenario.Shown.NOTHING);

        flap(asked, peer);
        scenario.run(Duration.ofMillis(200));
        flap(asked, peer);
        scenario.run(Duration.ofSeconds(5));

        assertThat(scenario.quorum(3, 2, false).get(asked).values()).containsExactly("v");
        scenario.end();
    }

    private static void flap(Machine machine, Machine peer) {
        Node node = machine.process().orElseThrow().node();
        node.onDisconnected(peer.id());
        node.onConnected(peer.id());
    }

    /** It starts with the number of the start that it forgot, and its peers knew that one. */
    @Test
    void a_disk_that_was_put_back_has_no_vote_before_its_greeting() {
        Scenario scenario = Scenario.of(4, 3, 1, new RepairPaths(false, false, false));
        Machine first = scenario.home(0);
        Machine missing = scenario.home(1);
        Machine putBack = scenario.home(2);
        Machine asked = scenario.fallback(0);
        NavigableMap<RowName, Cell> older = scenario.snapshot(putBack);
        scenario.restart(putBack).crash(missing).quorum(2, 2, false);
        scenario.put(first, "v", Scenario.Shown.NOTHING);
        scenario.start(missing);
        scenario.holdBack(
                (to, envelope) -> envelope.from().equals(putBack.id()) && envelope.message() instanceof Request.Hello);
        scenario.crash(first).rollBack(putBack, older);

        assertThat(scenario.tryGet(asked)).isInstanceOf(GetResult.Failed.class);
    }

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
