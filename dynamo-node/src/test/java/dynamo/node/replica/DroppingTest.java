package dynamo.node.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.contract.Key;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Table;
import dynamo.version.Bytes;
import dynamo.version.Dot;
import dynamo.version.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DroppingTest extends OneReplica {
    private static final int VALUES = 10;
    private static final int SLICE = 4;

    private static Stream<Key> keysIn(boolean thePartition) {
        return Stream.iterate(0, i -> i + 1)
                .map(i -> new Key("bucket", Bytes.utf8("key" + i)))
                .filter(key -> (Place.of(key, PARTITIONS).partition() == PARTITION) == thePartition);
    }

    private void storeValues() {
        List<Key> keys = keysIn(true).limit(VALUES).toList();
        for (int i = 0; i < VALUES; i++) {
            store(keys.get(i), record(new Dot(ACTOR, i + 1), VersionVector.EMPTY, value("v")));
        }
    }

    private int values() {
        return disk.storage().rows(Table.DATA).size();
    }

    private List<Boolean> dropSome() {
        List<Boolean> goesOn = new ArrayList<>();
        replica.dropping().some(PARTITION, SLICE, goesOn::add);
        disk.settle();
        return goesOn;
    }

    @Test
    void goes_slice_by_slice_and_touches_no_other_partition() {
        storeValues();
        Key other = keysIn(false).findFirst().orElseThrow();
        store(other, VALUE);

        replica.dropping().begin(PARTITION);
        List<Integer> left = new ArrayList<>();
        while (dropSome().contains(true)) {
            left.add(values() - 1);
        }
        replica.dropping().end(PARTITION);

        assertThat(left).containsExactly(6, 2);
        assertThat(values()).isEqualTo(1);
        assertThat(replica.dropping().isNeeded(PARTITION)).isFalse();
        assertThat(replica.dropping().isNeeded(Place.of(other, PARTITIONS).partition()))
                .isTrue();
    }

    @Test
    void tombstones_go_with_the_marks_by_which_they_are_found() {
        store(VALUE);
        store(DELETED);
        int before = disk.storage().rows(Table.META).size();

        replica.dropping().begin(PARTITION);
        while (dropSome().contains(true)) {}

        assertThat(disk.storage().rows(Table.META)).hasSizeLessThan(before);
        assertThat(replica.dropping().isNeeded(PARTITION)).isFalse();
    }

    @Test
    void what_a_full_disk_would_not_delete_is_still_to_be_dropped() {
        storeValues();
        replica.dropping().begin(PARTITION);
        disk.storage().plan(CommitResult.FULL);

        assertThat(dropSome()).containsExactly(false);
        replica.dropping().end(PARTITION);
        assertThat(replica.dropping().isNeeded(PARTITION)).isTrue();

        replica.dropping().begin(PARTITION);
        while (dropSome().contains(true)) {}
        assertThat(values()).isZero();
    }
}
