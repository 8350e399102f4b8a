package dynamo.node.hint;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dynamo.contract.Key;
import dynamo.contract.Quorum;
import dynamo.contract.RequestId;
import dynamo.node.message.Request;
import dynamo.node.message.WriteKind;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import dynamo.version.Content;
import dynamo.version.Dot;
import dynamo.version.Sibling;
import dynamo.version.Siblings;
import dynamo.version.VersionVector;
import dynamo.version.WriteId;
import java.util.List;
import java.util.Optional;

/** Records and messages as tests of hints need them. */
final class Hints {
    static final Key KEY = new Key("bucket", Bytes.utf8("key"));
    static final NodeId HOME = new NodeId("a");
    static final NodeId OTHER_HOME = new NodeId("b");

    private Hints() {}

    /** A value that one write of the actor made. */
    static Siblings record(long actor, String value) {
        Dot dot = new Dot(actor, 1);
        return new Siblings(
                VersionVector.EMPTY.with(dot),
                ImmutableList.of(new Sibling(dot, new WriteId(actor, 0), actor, value(value))));
    }

    static Content value(String text) {
        return new Content.Value(Bytes.utf8(text), "text/plain", ImmutableSortedMap.of());
    }

    static Request.Write write(Key key, Siblings record, NodeId hintedFor) {
        return new Request.Write(WriteKind.HINT, key, record, Optional.empty(), false, Optional.of(hintedFor));
    }

    static Request.Coordinate put(Key key, String value, WriteId id, VersionVector context) {
        return new Request.Coordinate(
                key, value(value), context, id, new RequestId("id", true), Quorum.majority(3), 1000, false);
    }

    static List<String> values(Siblings record) {
        return record.live().stream()
                .map(sibling -> ((Content.Value) sibling.content()).bytes().asUtf8())
                .toList();
    }
}
