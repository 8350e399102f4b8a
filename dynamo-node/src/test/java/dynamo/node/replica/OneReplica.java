package dynamo.node.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dynamo.contract.Key;
import dynamo.node.Answer;
import dynamo.node.message.Reply.Status;
import dynamo.node.message.Reply.Written;
import dynamo.node.message.Request;
import dynamo.node.message.WriteKind;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import dynamo.version.Content;
import dynamo.version.Dot;
import dynamo.version.PartitionClock;
import dynamo.version.Runs;
import dynamo.version.Sibling;
import dynamo.version.Siblings;
import dynamo.version.VersionVector;
import dynamo.version.WriteId;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/** A replica of one node on a disk of its own, with two other homes that are told of only. */
class OneReplica {
    static final Key KEY = new Key("bucket", Bytes.utf8("key"));
    static final int PARTITIONS = 8;
    static final long DISK = 0xd15c;
    static final int PARTITION = Place.of(KEY, PARTITIONS).partition();
    static final NodeId B = new NodeId("b");
    static final NodeId C = new NodeId("c");
    static final long ACTOR = 77;
    static final long OTHER_ACTOR = 88;
    static final long THIRD_ACTOR = 99;
    static final Siblings VALUE = record(new Dot(ACTOR, 1), VersionVector.EMPTY, value("v"));
    static final Siblings DELETED = record(new Dot(ACTOR, 2), VALUE.vector(), new Content.Tombstone());

    final OneDisk disk = new OneDisk();
    Replica replica = open(1);

    Replica open(long startNumber) {
        Replica opened = new Replica(
                disk.doors(),
                disk.queue(),
                PARTITIONS,
                new ReplicaLimits(100, 32 << 20),
                partition -> ImmutableList.of(B, C),
                partition -> true,
                partition -> true,
                partition -> true);
        opened.open(DISK, startNumber);
        return opened;
    }

    @BeforeEach
    void build_the_trees() {
        buildTree();
    }

    void reportToAll(PartitionClock clock) {
        replica.stability().report(PARTITION, B, clock);
        replica.stability().report(PARTITION, C, clock);
        replica.noteDurable(PARTITION);
        disk.settle();
    }

    void deleteAndReap() {
        store(VALUE);
        store(DELETED);
        replica.stability().report(PARTITION, B, clock(ACTOR, 2));
        replica.stability().report(PARTITION, C, clock(ACTOR, 2));
        reap();
        assertThat(record()).isEqualTo(Siblings.EMPTY);
    }

    void join(long whole) {
        replica.partitions().join(PARTITION, clock(ACTOR, whole), result -> {});
        disk.settle();
    }

    void reap() {
        assertThat(replica.reaper().reapSome(PARTITION)).isTrue();
        disk.settle();
    }

    void buildTree() {
        while (!replica.trees().buildSome(PARTITION, 1000)) {
            disk.settle();
        }
    }

    long root() {
        return replica.trees().root(PARTITION);
    }

    void store(Siblings record) {
        store(KEY, record);
    }

    void store(Key key, Siblings record) {
        assertThat(write(key, record)).isEqualTo(Status.STORED);
    }

    Status write(Siblings record) {
        return write(KEY, record);
    }

    Status write(Key key, Siblings record) {
        Answer<Written> answer = new Answer<>();
        replica.onWrite(
                new Request.Write(WriteKind.HINT, key, record, Optional.empty(), false, Optional.empty()), answer);
        disk.settle();
        return answer.get().status();
    }

    void settle(Siblings record, ImmutableList<Dot> superseded) {
        Answer<Written> answer = new Answer<>();
        replica.onSettle(KEY, record, superseded, answer);
        disk.settle();
        assertThat(answer.get().status().isAck()).isTrue();
    }

    Siblings record() {
        return record(KEY);
    }

    Siblings record(Key key) {
        return replica.onRead(key).record();
    }

    /** Keys of the one partition. */
    static Key key(int number) {
        int found = -1;
        for (int i = 0; ; i++) {
            Key key = new Key("bucket", Bytes.utf8("k" + i));
            if (Place.of(key, PARTITIONS).partition() == PARTITION && ++found == number) {
                return key;
            }
        }
    }

    static PartitionClock clock(long actor, long whole) {
        Runs runs = Runs.EMPTY;
        for (long counter = 1; counter <= whole; counter++) {
            runs = runs.with(counter);
        }
        return PartitionClock.of(Map.of(actor, runs));
    }

    static Siblings record(Dot dot, VersionVector seen, Content content) {
        Sibling sibling = new Sibling(dot, new WriteId(dot.actor(), dot.counter()), 1, content);
        return new Siblings(seen.with(dot), ImmutableList.of(sibling));
    }

    static Content value(String text) {
        return new Content.Value(Bytes.utf8(text), "text/plain", ImmutableSortedMap.of());
    }
}
