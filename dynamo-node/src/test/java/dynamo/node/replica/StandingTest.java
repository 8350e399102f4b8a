package dynamo.node.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dynamo.node.Answer;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Table;
import dynamo.node.message.Reply.Welcome;
import dynamo.node.message.Request.Hello;
import dynamo.node.replica.Standing.State;
import dynamo.ring.NodeId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StandingTest {
    private static final NodeId B = new NodeId("b");
    private static final NodeId C = new NodeId("c");
    private static final Welcome NEVER_SAW_ANOTHER = new Welcome(false);
    private static final Welcome SAW_ANOTHER = new Welcome(true);

    private final OneDisk disk = new OneDisk();
    private Standing standing = standing(B, C);

    private Standing standing(NodeId... others) {
        Standing opened = new Standing(disk.doors(), disk.queue());
        opened.become(ImmutableList.copyOf(others));
        return opened;
    }

    private void start() {
        standing.start(ImmutableList::of, () -> {});
        disk.settle();
    }

    private void restart() {
        disk.restart();
        standing = standing(B, C);
        start();
    }

    @Test
    void a_new_directory_is_whole_once_all_others_were_heard() {
        start();
        assertThat(standing.state()).isEqualTo(State.NEW);

        standing.onWelcome(B, standing.hello(), NEVER_SAW_ANOTHER);
        assertThat(standing.votes(0)).isFalse();

        standing.onWelcome(C, standing.hello(), NEVER_SAW_ANOTHER);
        assertThat(standing.state()).isEqualTo(State.WHOLE);
        assertThat(standing.votes(0)).isTrue();
    }

    @Test
    void one_peer_that_saw_another_disk_is_enough() {
        start();
        standing.onWelcome(B, standing.hello(), SAW_ANOTHER);

        standing.onWelcome(C, standing.hello(), NEVER_SAW_ANOTHER);

        assertThat(standing.state()).isEqualTo(State.AMNESIAC);
        assertThat(standing.votes(0)).isFalse();
        assertThat(disk.events().amnesia).hasSize(1);
    }

    @Test
    void a_node_without_others_is_whole_at_once() {
        standing = standing();
        start();

        assertThat(standing.state()).isEqualTo(State.WHOLE);
    }

    @Test
    void what_was_found_out_outlives_a_restart() {
        start();
        standing.onWelcome(B, standing.hello(), NEVER_SAW_ANOTHER);
        restart();
        assertThat(standing.state()).isEqualTo(State.NEW);

        standing.onWelcome(B, standing.hello(), NEVER_SAW_ANOTHER);
        standing.onWelcome(C, standing.hello(), NEVER_SAW_ANOTHER);
        disk.settle();
        restart();
        assertThat(standing.state()).isEqualTo(State.WHOLE);

        standing.onWelcome(B, standing.hello(), SAW_ANOTHER);
        disk.settle();
        restart();
        assertThat(standing.state()).isEqualTo(State.AMNESIAC);
    }

    @Test
    void amnesia_is_kept_even_when_the_disk_was_full_at_first() {
        start();
        disk.storage().plan(CommitResult.FULL);
        standing.onWelcome(B, standing.hello(), SAW_ANOTHER);
        disk.time().run(Duration.ofSeconds(3));
        restart();

        assertThat(standing.state()).isEqualTo(State.AMNESIAC);
    }

    @Test
    void a_start_row_that_cannot_be_read_is_a_loss_of_rows_like_any_other() {
        start();
        disk.storage().damage(Table.META);
        disk.restart();
        standing = standing(B, C);
        boolean[] asked = new boolean[1];
        standing.start(
                () -> {
                    asked[0] = true;
                    return ImmutableList.of();
                },
                () -> {});

        assertThat(asked[0]).isTrue();
        assertThat(standing.state()).isEqualTo(State.AMNESIAC);
    }

    @Test
    void rows_that_the_disk_misses_make_it_amnesiac() {
        start();
        disk.storage().setLostRows("the log ends early");
        restart();

        assertThat(standing.state()).isEqualTo(State.AMNESIAC);
        assertThat(disk.events().amnesia).containsExactly("the log ends early");
    }

    @Test
    void an_unreadable_start_row_makes_it_amnesiac_under_a_new_name() {
        start();
        long before = standing.hello().disk();
        disk.storage().damage(Table.META);
        restart();

        assertThat(standing.state()).isEqualTo(State.AMNESIAC);
        assertThat(standing.hello().disk()).isNotEqualTo(before);
        assertThat(disk.events().amnesia).hasSize(1);
    }

    @Test
    void a_start_row_of_unknown_form_makes_it_amnesiac() {
        start();
        disk.storage().rows(Table.META).replaceAll((row, bytes) -> bytes.slice(0, bytes.length() - 1));
        restart();

        assertThat(standing.state()).isEqualTo(State.AMNESIAC);
        assertThat(disk.events().amnesia).hasSize(1);
    }

    @Test
    void every_start_has_a_higher_number_and_another_nonce() {
        start();
        Hello first = standing.hello();
        assertThat(standing.startNumber()).isEqualTo(1);
        restart();

        assertThat(standing.startNumber()).isEqualTo(2);
        assertThat(standing.hello().disk()).isEqualTo(first.disk());
        assertThat(standing.hello().startNonce()).isNotEqualTo(first.startNonce());
    }

    @Test
    void it_has_started_once_its_number_is_durable() {
        disk.storage().plan(CommitResult.FULL);
        Answer<String> started = new Answer<>();
        standing.start(ImmutableList::of, () -> started.accept("started"));
        disk.settle();
        assertThat(standing.isStarted()).isFalse();
        assertThat(started.came()).isFalse();

        disk.time().run(Duration.ofSeconds(2));

        assertThat(standing.isStarted()).isTrue();
        assertThat(started.came()).isTrue();
        assertThat(standing.startNumber()).isEqualTo(1);
    }

    @Test
    void a_peer_is_welcomed_once_it_is_durably_remembered() {
        start();
        disk.storage().hold();
        Answer<Welcome> welcome = hello(B, 1, new Hello(7, 100, true, false));
        Answer<Welcome> again = hello(B, 1, new Hello(7, 100, true, false));
        disk.settle();
        assertThat(welcome.came()).isFalse();
        assertThat(again.came()).isFalse();

        disk.storage().release();
        disk.settle();

        assertThat(welcome.get()).isEqualTo(NEVER_SAW_ANOTHER);
        assertThat(again.get()).isEqualTo(NEVER_SAW_ANOTHER);
    }

    @Test
    void a_peer_that_cannot_be_remembered_gets_no_answer_and_is_new_again() {
        start();
        disk.storage().plan(CommitResult.FULL);
        Answer<Welcome> refused = hello(B, 1, new Hello(7, 100, true, false));
        disk.settle();
        assertThat(refused.came()).isFalse();

        Answer<Welcome> again = hello(B, 1, new Hello(7, 100, true, false));
        disk.settle();

        assertThat(again.get()).isEqualTo(NEVER_SAW_ANOTHER);
    }

    @Test
    void a_later_start_of_the_same_disk_is_no_loss() {
        welcomed(B, 1, new Hello(7, 100, true, false));

        assertThat(welcomed(B, 2, new Hello(7, 101, true, false))).isEqualTo(NEVER_SAW_ANOTHER);
        assertThat(welcomed(B, 2, new Hello(7, 101, true, false))).isEqualTo(NEVER_SAW_ANOTHER);
    }

    @Test
    void another_disk_of_a_known_peer_is_convicted_also_after_a_restart() {
        welcomed(B, 5, new Hello(7, 100, true, false));
        restart();

        assertThat(welcomed(B, 1, new Hello(8, 200, true, false))).isEqualTo(SAW_ANOTHER);
        assertThat(welcomed(B, 9, new Hello(8, 201, true, false))).isEqualTo(SAW_ANOTHER);
        assertThat(welcomed(C, 1, new Hello(8, 200, true, false))).isEqualTo(NEVER_SAW_ANOTHER);
    }

    @Test
    void a_disk_that_was_rolled_back_is_convicted() {
        welcomed(B, 5, new Hello(7, 100, true, false));

        assertThat(welcomed(B, 4, new Hello(7, 99, true, false))).isEqualTo(SAW_ANOTHER);
        assertThat(welcomed(B, 5, new Hello(7, 101, true, false))).isEqualTo(SAW_ANOTHER);
        assertThat(welcomed(B, 5, new Hello(7, 100, true, false))).isEqualTo(NEVER_SAW_ANOTHER);
    }

    /** Some of what it lost it had got back, and votes on, and does not have any more. */
    @Test
    void an_amnesiac_that_was_rolled_back_is_convicted() {
        welcomed(B, 5, new Hello(7, 100, true, true));

        assertThat(welcomed(B, 4, new Hello(7, 99, true, true))).isEqualTo(SAW_ANOTHER);
        assertThat(welcomed(B, 4, new Hello(8, 101, true, true))).isEqualTo(NEVER_SAW_ANOTHER);
    }

    @Test
    void a_late_word_of_a_disk_that_was_replaced_changes_nothing() {
        welcomed(B, 5, new Hello(7, 100, true, true));
        welcomed(B, 2, new Hello(8, 101, true, true));

        assertThat(welcomed(B, 5, new Hello(7, 100, true, true))).isEqualTo(SAW_ANOTHER);
        restart();
        assertThat(welcomed(B, 5, new Hello(7, 100, true, true))).isEqualTo(SAW_ANOTHER);
        assertThat(welcomed(B, 2, new Hello(8, 101, true, false))).isEqualTo(NEVER_SAW_ANOTHER);
    }

    @Test
    void a_conviction_waits_for_nothing() {
        welcomed(B, 5, new Hello(7, 100, true, false));
        disk.storage().hold();
        hello(C, 1, new Hello(9, 1, true, false));

        Answer<Welcome> convicted = hello(B, 4, new Hello(7, 99, true, false));

        assertThat(convicted.came()).isTrue();
        assertThat(convicted.get()).isEqualTo(SAW_ANOTHER);
    }

    private Welcome welcomed(NodeId from, long startNumber, Hello hello) {
        if (!standing.isStarted()) {
            start();
        }
        Answer<Welcome> welcome = hello(from, startNumber, hello);
        disk.settle();
        return welcome.get();
    }

    private Answer<Welcome> hello(NodeId from, long startNumber, Hello hello) {
        Answer<Welcome> welcome = new Answer<>();
        standing.onHello(from, startNumber, hello, welcome);
        return welcome;
    }
}
