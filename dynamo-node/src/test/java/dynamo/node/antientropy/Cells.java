package dynamo.node.antientropy;

import com.google.common.collect.ImmutableSortedMap;
import dynamo.contract.Key;
import dynamo.node.TestCluster;
import dynamo.node.env.Storage.Table;
import dynamo.node.message.Request;
import dynamo.node.message.WriteKind;
import dynamo.node.replica.Rows;
import dynamo.ring.KeyHash;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import dynamo.version.Content;
import dynamo.version.Decoder;
import dynamo.version.Dot;
import dynamo.version.Runs;
import dynamo.version.Sibling;
import dynamo.version.Siblings;
import dynamo.version.VersionVector;
import dynamo.version.WriteId;
import java.util.Map;
import java.util.Optional;

/** What lies on the nodes' disks, read past the nodes; and records as tests write them to one home alone. */
final class Cells {
    private Cells() {}

    static Bytes row(Key key) {
        return Rows.data(key, KeyHash.of(key.bucket(), key.key()));
    }

    static Optional<Siblings> record(TestCluster cluster, NodeId node, Key key) {
        return Optional.ofNullable(cluster.disk(node).rows(Table.DATA).get(row(key)))
                .map(Siblings::decode);
    }

    /** Of the partition clock, what the disk has of one actor. */
    static Runs clock(TestCluster cluster, NodeId node, Key key, long actor) {
        for (Map.Entry<Bytes, Bytes> row : cluster.disk(node).rows(Table.META).entrySet()) {
            if (row.getKey().length() == 13 && row.getKey().at(0) == 1) {
                Decoder from = new Decoder(row.getKey().slice(1, 13));
                if (from.i32() == cluster.partition(key) && from.i64() == actor) {
                    return Runs.decode(row.getValue());
                }
            }
        }
        return Runs.EMPTY;
    }

    static Sibling value(Dot dot, String value) {
        return new Sibling(
                dot,
                new WriteId(dot.actor(), dot.counter()),
                1L << 40,
                new Content.Value(Bytes.utf8(value), "text/plain", ImmutableSortedMap.of()));
    }

    /** One value, written in sight of all before it of the same actor. */
    static Siblings record(long actor, long counter, String value) {
        Dot dot = new Dot(actor, counter);
        VersionVector past = counter == 1 ? VersionVector.EMPTY : VersionVector.of(new Dot(actor, counter - 1));
        return Siblings.EMPTY.put(past, value(dot, value));
    }

    /** A replica write that reaches this home and no other. */
    static void give(TestCluster cluster, NodeId home, Key key, Siblings record) {
        cluster.inject(home, home, write(key, record));
    }

    static Request.Write write(Key key, Siblings record) {
        return new Request.Write(WriteKind.REPLICATE, key, record, Optional.empty(), false, Optional.empty());
    }
}
