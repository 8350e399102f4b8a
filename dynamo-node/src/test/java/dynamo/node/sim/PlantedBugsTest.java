package dynamo.node.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dynamo.node.planted.PlantedBug;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * The checkers are checked: each bug that is planted in the code is found within so many seeds, by the invariant named; the
 * code without it passes those seeds. RATIONALE.md says how many each took.
 */
class PlantedBugsTest {

    @AfterAll
    static void the_code_without_the_bugs_passes() {
        for (long seed = 1; seed <= 10; seed++) {
            Report report = Simulation.run(new Seed(seed));
            assertThat(report.failure()).as(report.describe()).isEmpty();
        }
    }

    @Test
    void an_ack_at_w_minus_one_is_caught() {
        caught(PlantedBug.ACK_AT_W_MINUS_ONE, 5, "quorum-honesty");
    }

    @Test
    void an_ack_before_fsync_is_caught() {
        caught(PlantedBug.ACK_BEFORE_FSYNC, 5, "quorum-honesty");
    }

    @Test
    void an_ack_for_a_no_op_before_the_pending_commit_is_caught() {
        caught(PlantedBug.NO_OP_ACK_BEFORE_PENDING, 30, "quorum-honesty");
    }

    @Test
    void batches_that_reach_the_log_out_of_order_are_caught() {
        caught(PlantedBug.BATCHES_OUT_OF_ORDER, 10, "rows-grow", "C1");
    }

    @Test
    void a_dropped_concurrent_sibling_is_caught() {
        caught(PlantedBug.DROP_CONCURRENT_SIBLING, 10, "over-claim");
    }

    @Test
    void a_kept_superseded_sibling_is_caught() {
        caught(PlantedBug.KEEP_SUPERSEDED_SIBLING, 10, "false-sibling");
    }

    @Test
    void equal_request_ids_merged_in_sync_are_caught() {
        caught(PlantedBug.MERGE_EQUAL_WRITES_IN_SYNC, 15, "over-claim");
    }

    @Test
    void a_dot_reused_after_a_restart_is_caught() {
        caught(PlantedBug.REUSE_DOTS_AFTER_RESTART, 10, "dot-unique");
    }

    @Test
    void an_actor_kept_over_a_restart_is_caught() {
        caught(PlantedBug.KEEP_ACTORS_OVER_RESTART, 10, "dot-unique");
    }

    @Test
    void an_actor_kept_after_a_failed_commit_is_caught() {
        caught(PlantedBug.KEEP_ACTORS_AFTER_A_FAILED_COMMIT, 30, "over-claim", "C1");
    }

    @Test
    void a_context_that_over_claims_is_caught() {
        caught(PlantedBug.CONTEXT_BESIDE_SIBLINGS, 5, "over-claim");
    }

    @Test
    void a_context_taken_at_answer_time_is_caught() {
        caught(PlantedBug.CONTEXT_AT_ANSWER_TIME, 10, "over-claim");
    }

    @Test
    void a_lost_duplicate_request_check_is_caught() {
        caught(PlantedBug.RETRY_NOT_KNOWN, 10, "retry");
    }

    @Test
    void a_put_passed_on_twice_is_caught() {
        caught(PlantedBug.FORWARD_TWICE, 60, "forwarded-twice");
    }

    @Test
    void a_failure_that_is_not_honest_is_caught() {
        caught(PlantedBug.DISHONEST_FAILURE, 20, "honest-outcome");
    }

    @Test
    void a_vote_of_a_node_that_lost_its_disk_is_caught() {
        caught(PlantedBug.VOTE_WITHOUT_ROWS, 60, "read-your-writes");
    }

    private static void caught(PlantedBug bug, int seeds, String... invariants) {
        caughtFrom(1, bug, seeds, invariants);
    }

    private static void caughtFrom(long from, PlantedBug bug, int seeds, String... invariants) {
        for (long seed = from; seed < from + seeds; seed++) {
            Report report = runWith(bug, seed);
            if (report.failure().isPresent()) {
                assertThat(report.failure().get().invariant())
                        .as(report.describe())
                        .isIn((Object[]) invariants);
                Report without = Simulation.run(new Seed(seed));
                assertThat(without.failure()).as(without.describe()).isEmpty();
                return;
            }
        }
        fail("%s lives after %s seeds", bug, seeds);
    }

    private static Report runWith(PlantedBug bug, long seed) {
        try (PlantedBug.Planted planted = bug.plant()) {
            assertThat(planted).isNotNull();
            return Simulation.run(new Seed(seed));
        }
    }
}
