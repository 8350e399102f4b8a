package dynamo.node.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.contract.Key;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Table;
import dynamo.node.message.Reply.Status;
import dynamo.version.Dot;
import dynamo.version.Siblings;
import dynamo.version.VersionVector;
import org.junit.jupiter.api.Test;

/** Trees follow their rows, however these change. */
class HashTreesTest extends OneReplica {
    @Test
    void damage_that_hides_a_row_empties_the_clock_once_and_the_tree_is_built_all_the_same() {
        store(VALUE);
        disk.storage().hide(Table.DATA, Place.of(KEY, PARTITIONS).row());
        long lineage = replica.partitions().lineage(PARTITION);

        buildTree();
        assertThat(replica.trees().isBuilt(PARTITION)).isTrue();
        long emptied = replica.partitions().lineage(PARTITION);
        buildTree();

        assertThat(emptied).isNotEqualTo(lineage);
        assertThat(replica.partitions().lineage(PARTITION)).isEqualTo(emptied);
    }

    @Test
    void saved_trees_of_another_life_of_the_disk_are_not_believed() {
        store(VALUE);
        replica.trees().save(DISK + 1, 1, result -> {});
        disk.settle();
        disk.restart();
        replica = open(2);

        assertThat(replica.trees().isBuilt(PARTITION)).isFalse();
    }

    @Test
    void the_tree_follows_the_rows_through_every_way_they_change() {
        long empty = root();
        store(VALUE);
        long withValue = root();
        assertThat(withValue).isNotEqualTo(empty);
        store(DELETED);
        replica.stability().report(PARTITION, B, clock(ACTOR, 2));
        replica.stability().report(PARTITION, C, clock(ACTOR, 2));
        reap();
        assertThat(root()).isEqualTo(empty);
        store(record(new Dot(OTHER_ACTOR, 1), VersionVector.EMPTY, value("anew")));
        long anew = root();

        buildTree();

        assertThat(root()).isEqualTo(anew);
        assertThat(disk.events().treeMismatches).isEmpty();
    }

    @Test
    void a_tree_forgets_what_a_failed_commit_took_back() {
        long empty = root();
        disk.storage().plan(CommitResult.FULL);

        assertThat(write(VALUE)).isEqualTo(Status.REFUSED_FULL);

        assertThat(root()).isEqualTo(empty);
    }

    @Test
    void a_tree_that_is_being_built_takes_in_what_is_written_meanwhile() {
        for (int i = 0; i < 50; i++) {
            store(key(i), record(new Dot(ACTOR, 10 + i), VersionVector.EMPTY, value("v" + i)));
        }
        replica.trees().rebuild(PARTITION);
        assertThat(replica.trees().isBuilt(PARTITION)).isFalse();
        int written = 0;
        while (!replica.trees().buildSome(PARTITION, 3)) {
            Key key = key(written % 50);
            store(key, record(new Dot(ACTOR, 100 + written++), record(key).vector(), value("w" + written)));
        }
        long followed = root();

        buildTree();

        assertThat(written).isGreaterThan(3);
        assertThat(root()).isEqualTo(followed);
        assertThat(disk.events().treeMismatches).isEmpty();
    }

    @Test
    void trees_are_kept_over_an_orderly_stop_and_built_anew_after_any_other() {
        store(VALUE);
        long root = root();
        replica.trees().save(DISK, 1, result -> {});
        disk.settle();
        disk.restart();
        replica = open(2);
        assertThat(replica.trees().isBuilt(PARTITION)).isTrue();
        assertThat(root()).isEqualTo(root);
        store(DELETED);

        disk.restart();
        replica = open(3);

        assertThat(replica.trees().isBuilt(PARTITION)).isFalse();
    }

    @Test
    void vectors_do_not_matter_to_a_tree() {
        store(VALUE);
        long root = root();

        store(new Siblings(VALUE.vector().with(new Dot(OTHER_ACTOR, 4)), VALUE.live()));

        assertThat(root()).isEqualTo(root);
    }
}
