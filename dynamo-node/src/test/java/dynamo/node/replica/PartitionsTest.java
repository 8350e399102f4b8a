package dynamo.node.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.common.collect.ImmutableList;
import dynamo.node.env.Storage.Change;
import dynamo.version.Dot;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PartitionsTest {
    private final OneDisk disk = new OneDisk();
    private final Partitions partitions = open();

    private Partitions open() {
        return new Partitions(
                disk.queue(),
                disk.doors().entropy(),
                disk.doors().events(),
                disk.doors().clock()::elapsedNanos);
    }

    @Test
    void a_dot_is_taken_once_it_is_accounted_for() {
        Dot first = partitions.next(3);
        assertThat(partitions.next(3)).isEqualTo(first);
        assertThat(first.counter()).isEqualTo(1);

        partitions.account(3, first);

        assertThat(partitions.next(3)).isEqualTo(new Dot(first.actor(), 2));
    }

    @Test
    void each_partition_has_an_actor_of_its_own() {
        assertThat(partitions.next(3).actor()).isNotEqualTo(partitions.next(4).actor());
    }

    @Test
    void the_clock_keeps_the_runs_of_each_actor() {
        account(3, new Dot(7, 1), new Dot(7, 2), new Dot(7, 4), new Dot(8, 9));
        account(4, new Dot(7, 5));

        assertThat(disk.clockRows())
                .extracting(
                        OneDisk.ClockRow::partition,
                        OneDisk.ClockRow::actor,
                        row -> row.runs().toString())
                .containsExactlyInAnyOrder(
                        tuple(3, 7L, "[1, 2, 4, 4]"), tuple(3, 8L, "[9, 9]"), tuple(4, 7L, "[5, 5]"));
    }

    @Test
    void the_clock_goes_on_after_a_restart_but_the_actor_does_not() {
        Dot mine = partitions.next(3);
        account(3, mine, new Dot(7, 1));
        disk.restart();
        Partitions after = open();

        commit(after.account(3, new Dot(7, 2)));
        disk.settle();

        assertThat(runsOf(7)).contains("[1, 2]");
        assertThat(runsOf(mine.actor())).contains("[1, 1]");
        assertThat(after.next(3).actor()).isNotEqualTo(mine.actor());
    }

    @Test
    void forgetting_empties_the_clock_of_that_partition_alone() {
        account(3, new Dot(7, 1), new Dot(8, 1));
        account(4, new Dot(7, 1));
        Dot before = partitions.next(3);
        Dot elsewhere = partitions.next(4);

        partitions.forget(3, "a row is unreadable");
        disk.settle();

        assertThat(disk.clockRows()).extracting(OneDisk.ClockRow::partition).containsExactly(4);
        assertThat(partitions.next(3).actor()).isNotEqualTo(before.actor());
        assertThat(partitions.next(4)).isEqualTo(elsewhere);
        assertThat(disk.events().retired).containsExactly(3);
    }

    @Test
    void forgetting_reaches_rows_that_are_still_pending() {
        disk.storage().hold();
        commit(partitions.account(3, new Dot(7, 1)));
        commit(partitions.account(3, new Dot(8, 1)));

        partitions.forget(3, "a row is unreadable");
        commit(partitions.account(3, new Dot(8, 2)));
        disk.storage().release();
        disk.settle();

        assertThat(runsOf(7)).isEmpty();
        assertThat(runsOf(8)).contains("[2, 2]");
    }

    @Test
    void forgetting_reaches_more_actors_than_one_scan_holds() {
        for (int actor = 1; actor <= 2_500; actor++) {
            commit(partitions.account(3, new Dot(actor, 1)));
        }
        disk.settle();
        disk.restart();

        open().forget(3, "a row is unreadable");
        disk.settle();

        assertThat(disk.clockRows()).isEmpty();
    }

    @Test
    void retired_actors_do_not_come_back() {
        Dot three = partitions.next(3);
        Dot four = partitions.next(4);
        account(3, three);

        partitions.retireAll("a commit failed");

        assertThat(partitions.next(3).actor()).isNotEqualTo(three.actor());
        assertThat(partitions.next(3).counter()).isEqualTo(1);
        assertThat(partitions.next(4).actor()).isNotEqualTo(four.actor());
        assertThat(disk.events().retired).containsExactly(3, 4);
        assertThat(runsOf(three.actor())).contains("[1, 1]");
    }

    private void account(int partition, Dot... dots) {
        for (Dot dot : dots) {
            commit(partitions.account(partition, dot));
        }
        disk.settle();
    }

    private void commit(Change change) {
        disk.queue().commit(ImmutableList.of(change), result -> {});
    }

    private Optional<String> runsOf(long actor) {
        return disk.clockRows().stream()
                .filter(row -> row.actor() == actor)
                .map(row -> row.runs().toString())
                .findFirst();
    }
}
