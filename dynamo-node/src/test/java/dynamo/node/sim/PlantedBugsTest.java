package dynamo.node.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.fail;

import dynamo.node.planted.PlantedBug;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
    void a_put_that_needs_every_home_is_caught() {
        caught(PlantedBug.ACK_AT_N, 10, "core-serving");
    }

    @Test
    void an_ack_before_fsync_is_caught() {
        caught(PlantedBug.ACK_BEFORE_FSYNC, 5, "quorum-honesty");
    }

    @Test
    void an_ack_for_a_no_op_before_the_pending_commit_is_caught() {
        caught(PlantedBug.NO_OP_ACK_BEFORE_PENDING, 10, "lost-hint", "quorum-honesty");
    }

    @Test
    void batches_that_reach_the_log_out_of_order_are_caught() {
        caught(PlantedBug.BATCHES_OUT_OF_ORDER, 5, "clock-grows", "rows-grow", "C1");
    }

    @Test
    void a_dropped_concurrent_sibling_is_caught() {
        caught(PlantedBug.DROP_CONCURRENT_SIBLING, 5, "over-claim");
    }

    @Test
    void a_kept_superseded_sibling_is_caught() {
        caught(PlantedBug.KEEP_SUPERSEDED_SIBLING, 5, "false-sibling");
    }

    @Test
    void equal_request_ids_merged_in_sync_are_caught() {
        caught(PlantedBug.MERGE_EQUAL_WRITES_IN_SYNC, 5, "over-claim");
    }

    @Test
    void a_dot_reused_after_a_restart_is_caught() {
        caught(PlantedBug.REUSE_DOTS_AFTER_RESTART, 5, "dot-unique");
    }

    @Test
    void an_actor_kept_over_a_restart_is_caught() {
        caught(PlantedBug.KEEP_ACTORS_OVER_RESTART, 5, "dot-unique");
    }

    @Test
    void an_actor_kept_after_a_failed_commit_is_caught() {
        caught(
                PlantedBug.KEEP_ACTORS_AFTER_A_FAILED_COMMIT,
                5,
                plan -> plan.steady().with(Fault.DISK_FULL, 1_000),
                "quorum-honesty",
                "read-your-writes",
                "over-claim",
                "C1");
    }

    @Test
    void a_context_that_over_claims_is_caught() {
        caught(PlantedBug.CONTEXT_BESIDE_SIBLINGS, 5, "over-claim");
    }

    @Test
    void a_context_taken_at_answer_time_is_caught() {
        caught(PlantedBug.CONTEXT_AT_ANSWER_TIME, 5, "over-claim");
    }

    @Test
    void a_lost_duplicate_request_check_is_caught() {
        caught(PlantedBug.RETRY_NOT_KNOWN, 5, "retry");
    }

    @Test
    void a_put_passed_on_twice_is_caught() {
        caught(
                PlantedBug.FORWARD_TWICE,
                5,
                plan -> plan.steady().with(Fault.CRASH, 1_000).with(Fault.DISK_FULL, 1_500),
                "forwarded-twice");
    }

    @Test
    void a_failure_that_is_not_honest_is_caught() {
        caught(PlantedBug.DISHONEST_FAILURE, 5, "honest-outcome");
    }

    @Test
    void a_vote_of_a_node_that_lost_its_disk_is_caught() {
        caught(PlantedBug.VOTE_WITHOUT_ROWS, 20, plan -> plan.steady().with(Fault.WIPE, 1_000), "read-your-writes");
    }

    @Test
    void a_hint_dropped_after_it_was_sent_is_caught() {
        caught(PlantedBug.HINT_DROPPED_AFTER_SEND, 5, "lost-hint", "quorum-honesty");
    }

    @Test
    void a_hint_that_counts_before_its_sync_is_caught() {
        caught(PlantedBug.HINT_NOT_SYNCED, 5, "quorum-honesty");
    }

    @Test
    void a_hint_dropped_with_what_came_to_it_meanwhile_is_caught() {
        caught(PlantedBug.HINT_DROPPED_WITH_NEWS, 18, plan -> plan.withKeys(1).with(Fault.RESTART, 1_000), "lost-hint");
    }

    @Test
    void an_actor_kept_after_its_hint_was_deleted_is_caught() {
        caught(
                PlantedBug.ACTOR_KEPT_AFTER_ITS_HINT,
                5,
                plan -> plan.steady()
                        .withNodes(4, 1)
                        .withKeys(1)
                        .with(Fault.CRASH, 1_000)
                        .with(Fault.RESTART, 1_000),
                "over-claim");
    }

    @Test
    void a_fallbacks_not_found_that_counts_is_caught() {
        caught(PlantedBug.NOT_FOUND_OF_A_FALLBACK, 5, "read-your-writes");
    }

    @Test
    void a_tombstone_reaped_early_is_caught() {
        caught(PlantedBug.REAPED_EARLY, 5, "reaped-early", "rows-grow");
    }

    @Test
    void a_vector_stripped_of_a_live_dot_is_caught() {
        caught(PlantedBug.LIVE_DOT_STRIPPED, 5, "node-threw");
    }

    @Test
    void a_vector_stripped_early_is_caught() {
        caught(PlantedBug.STRIPPED_EARLY, 20, "stripped-early", "rows-grow");
    }

    @Test
    void a_hash_tree_that_misses_an_update_is_caught() {
        caught(PlantedBug.TREE_UPDATE_SKIPPED, 5, "wrong-tree");
    }

    @Test
    void an_exchange_that_repairs_the_newer_side_with_the_older_is_caught() {
        caught(PlantedBug.OLDER_REPAIRS_NEWER, 5, "over-claim");
    }

    @Test
    void a_clock_joined_after_an_unfinished_exchange_is_caught() {
        caught(PlantedBug.JOINED_UNFINISHED, 5, "C1");
    }

    @Test
    void a_clock_joined_over_a_peers_loss_is_caught() {
        caught(
                PlantedBug.JOINED_OVER_A_LOSS,
                10,
                plan -> plan.steady().withKeys(20).with(Fault.ROT, 200).with(Fault.FLAP, 1_000),
                "C1",
                "over-claim",
                "rows-grow");
    }

    @Test
    void a_clock_kept_over_a_lost_row_is_caught() {
        caught(
                PlantedBug.CLOCK_KEPT_OVER_A_LOST_ROW,
                5,
                plan -> plan.steady().with(Fault.ROT, 400),
                "over-claim",
                "C1");
    }

    @Test
    void an_actor_closed_while_it_mints_is_caught() {
        caughtBy(PlantedBug.ACTIVE_ACTOR_CLOSED, () -> new ClockRulesTest().an_actor_that_mints_is_not_closed());
    }

    @Test
    void a_request_that_is_never_forgotten_is_caught() {
        caught(PlantedBug.UNBOUNDED_QUEUE, 5, "bounded");
    }

    @Test
    void a_read_that_does_not_ask_the_clocks_is_caught() {
        caughtBy(
                PlantedBug.CLOCK_NOT_ASKED,
                () -> new DeletedForGoodTest().a_read_waits_for_what_a_home_without_a_vote_says_of_an_old_hint());
    }

    @Test
    void an_actor_closed_without_a_refusal_is_caught() {
        caughtBy(
                PlantedBug.CLOSED_WITHOUT_REFUSAL,
                () -> new ClockRulesTest().what_fills_a_hole_is_refused_while_it_is_closed());
    }

    @Test
    void an_owner_that_drops_before_proof_is_caught() {
        caught(PlantedBug.OLD_OWNER_DROPS_EARLY, 8, PlantedBugsTest::elastic, "dropped-early", "lost-write");
    }

    @Test
    void what_is_handed_over_to_a_former_home_alone_is_caught() {
        String[] lossOrEndlessWaiting = {"dropped-early", "lost-write", "one-ring", "hints-drain"};
        caught(PlantedBug.LATE_WRITE_NOT_FORWARDED, 8, PlantedBugsTest::elastic, lossOrEndlessWaiting);
    }

    @Test
    void a_quorum_of_the_old_homes_only_is_caught() {
        caught(PlantedBug.QUORUM_OF_THE_OLD_HOMES_ONLY, 5, PlantedBugsTest::elastic, "quorum-honesty");
    }

    @Test
    void a_claim_that_puts_two_replicas_on_one_node_is_caught() {
        caught(PlantedBug.TWO_REPLICAS_ON_ONE_NODE, 10, PlantedBugsTest::elastic, "spacing", "balance");
    }

    @Test
    void a_new_home_that_is_read_before_it_is_proven_is_caught() {
        caughtBy(
                PlantedBug.NEW_OWNER_READ_BEFORE_PROOF,
                () -> new RingStoriesTest().new_homes_do_not_answer_for_what_they_have_not_got());
    }

    @Test
    void a_stage_begun_before_the_others_are_there_is_caught() {
        caughtBy(
                PlantedBug.STAGE_BEFORE_THE_OTHERS,
                () -> new RingStoriesTest()
                        .one_node_becomes_three_and_its_values_are_found_while_nothing_of_them_was_fetched());
    }

    @Test
    void an_epoch_that_is_ignored_is_caught() {
        caughtBy(
                PlantedBug.EPOCH_IGNORED,
                () -> new RingStoriesTest()
                        .a_node_that_did_not_hear_how_far_a_move_is_reads_what_is_written_elsewhere_by_now());
    }

    @Test
    void what_is_written_while_a_partition_is_fetched_to_its_old_homes_only_is_caught() {
        caught(PlantedBug.WRITTEN_TO_THE_OLD_HOMES_ONLY, 5, PlantedBugsTest::calm, "quorum-honesty", "lost-write");
    }

    @Test
    void what_was_said_of_a_losing_plan_is_caught() {
        caught(PlantedBug.LOSING_PLAN_KEPT, 5, PlantedBugsTest::calm, "one-ring");
    }

    private static Plan calm(Plan plan) {
        return elastic(plan.withoutFaults());
    }

    private static Plan elastic(Plan plan) {
        return plan.withSpares(2).with(Fault.RING_CHANGE, 1_500);
    }

    private static void caught(PlantedBug bug, int seeds, String... invariants) {
        caught(bug, seeds, Plan::steady, invariants);
    }

    /** @param plan what the bug needs to show often: a fault, deletes, few keys */
    private static void caught(PlantedBug bug, int seeds, UnaryOperator<Plan> plan, String... invariants) {
        for (long seed = 1; seed <= seeds; seed++) {
            Report report = runWith(bug, seed, plan);
            if (report.failure().isPresent()) {
                assertThat(report.failure().get().invariant())
                        .as(report.describe())
                        .isIn((Object[]) invariants);
                Report without = run(seed, plan);
                assertThat(without.failure()).as(without.describe()).isEmpty();
                return;
            }
        }
        fail("%s lives after %s seeds", bug, seeds);
    }

    private static Report runWith(PlantedBug bug, long seed, UnaryOperator<Plan> plan) {
        try (PlantedBug.Planted planted = bug.plant()) {
            assertThat(planted).isNotNull();
            return run(seed, plan);
        }
    }

    private static Report run(long seed, UnaryOperator<Plan> plan) {
        return Simulation.run(new Seed(seed), plan.apply(Plan.draw(new Seed(seed))), Simulation.TAIL);
    }

    /** What takes a seed of hundreds, a story told for it shows at once. */
    private static void caughtBy(PlantedBug bug, ThrowingCallable story) {
        try (PlantedBug.Planted planted = bug.plant()) {
            assertThat(planted).isNotNull();
            assertThat(catchThrowable(story))
                    .as("%s in a story", bug)
                    .isInstanceOfAny(SimFailure.class, AssertionError.class);
        }
    }
}
