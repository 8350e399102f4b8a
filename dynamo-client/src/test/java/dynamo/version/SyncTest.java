package dynamo.version;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The laws of the one merge, on records of any shape: what replicas agree on must not depend on who met whom first. */
class SyncTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void sync_is_commutative_associative_and_idempotent(long seed) {
        RandomRecords records = new RandomRecords(seed);
        for (int run = 0; run < 20_000; run++) {
            Siblings a = records.record();
            Siblings b = records.record();
            Siblings c = records.record();
            String what = "seed=" + seed + " run=" + run + "\na=" + a + "\nb=" + b + "\nc=" + c;

            Siblings ab = Siblings.sync(a, b);
            assertThat(Siblings.sync(b, a)).as(what).isEqualTo(ab);
            assertThat(Siblings.sync(b, a).encoded()).as(what).isEqualTo(ab.encoded());
            assertThat(Siblings.sync(ab, c)).as(what).isEqualTo(Siblings.sync(a, Siblings.sync(b, c)));
            assertThat(Siblings.sync(a, a)).as(what).isSameAs(a);
            assertThat(Siblings.sync(ab, a)).as(what).isSameAs(ab);
            assertThat(Siblings.sync(b, ab)).as(what).isSameAs(b.equals(ab) ? b : ab);
            assertThat(Siblings.sync(a, Siblings.EMPTY)).as(what).isEqualTo(a);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void sync_decides_dot_by_dot(long seed) {
        RandomRecords records = new RandomRecords(seed);
        for (int run = 0; run < 5_000; run++) {
            Siblings a = records.record();
            Siblings b = records.record();
            Siblings ab = Siblings.sync(a, b);
            for (int actor = 0; actor < 5; actor++) {
                for (long counter = 1; counter <= 6; counter++) {
                    Dot dot = new Dot(RandomRecords.actor(actor), counter);
                    String what = "seed=" + seed + " run=" + run + " " + dot + "\na=" + a + "\nb=" + b;
                    boolean superseded = isSuperseded(a, dot) || isSuperseded(b, dot);
                    assertThat(ab.vector().covers(dot))
                            .as(what)
                            .isEqualTo(a.vector().covers(dot) || b.vector().covers(dot));
                    assertThat(isLive(ab, dot)).as(what).isEqualTo(!superseded && (isLive(a, dot) || isLive(b, dot)));
                }
            }
        }
    }

    private static boolean isLive(Siblings record, Dot dot) {
        return record.live().stream().anyMatch(sibling -> sibling.dot().equals(dot));
    }

    private static boolean isSuperseded(Siblings record, Dot dot) {
        return record.vector().covers(dot) && !isLive(record, dot);
    }

    /** Riak's sibling_explosion, with version vectors alone: 99 siblings. */
    @Test
    void two_polite_clients_who_alternate_100_writes_leave_one_value() {
        Siblings[] replicas = {Siblings.EMPTY, Siblings.EMPTY};
        for (int write = 1; write <= 100; write++) {
            int at = write % 2;
            Siblings read = Siblings.sync(replicas[0], replicas[1]);
            replicas[at] = replicas[at].put(read.vector(), RandomRecords.written(new Dot(at + 1, write)));
        }

        assertThat(Siblings.sync(replicas[0], replicas[1]).live())
                .containsExactly(RandomRecords.written(new Dot(1, 100)));
    }

    @Test
    void two_clients_who_read_the_same_and_both_write_leave_two_values_however_often() {
        Siblings record = Siblings.EMPTY;
        for (int write = 1; write <= 100; write += 2) {
            VersionVector read = record.vector();
            record = record.put(read, RandomRecords.written(new Dot(7, write)));
            record = record.put(read, RandomRecords.written(new Dot(7, write + 1)));

            assertThat(record.live().stream().map(Sibling::dot))
                    .containsExactly(new Dot(7, write), new Dot(7, write + 1));
        }
    }

    @Test
    void writes_without_context_stand_side_by_side() {
        Siblings record = Siblings.EMPTY;
        for (int write = 1; write <= 10; write++) {
            record = record.put(VersionVector.EMPTY, RandomRecords.written(new Dot(7, write)));
        }

        assertThat(record.live()).hasSize(10);
    }

    @Test
    void copies_of_one_write_are_shown_as_one_and_superseded_together() {
        WriteId id = new WriteId(1, 2);
        Content content = new Content.Tombstone();
        Sibling first = new Sibling(new Dot(1, 1), id, 10, content);
        Sibling retried = new Sibling(new Dot(2, 1), id, 20, content);
        Sibling other = new Sibling(new Dot(3, 1), new WriteId(3, 4), 30, content);
        Siblings both = Siblings.EMPTY
                .put(VersionVector.EMPTY, retried)
                .put(VersionVector.EMPTY, other)
                .put(VersionVector.EMPTY, first);

        assertThat(both.live()).containsExactly(first, retried, other);
        assertThat(both.shown()).containsExactly(first, other);
        assertThat(both.dotsOf(id)).containsExactly(first.dot(), retried.dot());
        Sibling next = RandomRecords.written(new Dot(1, 2));
        assertThat(both.put(both.vector(), next).live()).containsExactly(next);
    }

    @Test
    void a_put_covers_no_more_than_its_context_and_keeps_the_order_of_dots() {
        Siblings record = new Siblings(
                VersionVector.of(new Dot(1, 3)).with(new Dot(5, 2)),
                ImmutableList.of(
                        RandomRecords.written(new Dot(1, 2)),
                        RandomRecords.written(new Dot(1, 3)),
                        RandomRecords.written(new Dot(5, 2))));

        Siblings made =
                record.put(VersionVector.of(new Dot(1, 2)).with(new Dot(9, 9)), RandomRecords.written(new Dot(2, 1)));

        assertThat(made.live().stream().map(Sibling::dot)).containsExactly(new Dot(1, 3), new Dot(2, 1), new Dot(5, 2));
        assertThat(made.vector())
                .isEqualTo(VersionVector.of(new Dot(1, 3))
                        .with(new Dot(2, 1))
                        .with(new Dot(5, 2))
                        .with(new Dot(9, 9)));
        assertThat(Siblings.sync(made, record)).isSameAs(made);
    }
}
