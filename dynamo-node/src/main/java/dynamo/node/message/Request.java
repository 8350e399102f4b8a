package dynamo.node.message;

import dynamo.contract.Key;
import dynamo.contract.Quorum;
import dynamo.contract.RequestId;
import dynamo.ring.NodeId;
import dynamo.version.Content;
import dynamo.version.Siblings;
import dynamo.version.VersionVector;
import dynamo.version.WriteId;
import java.util.Optional;

/** A message that wants one reply. */
public sealed interface Request extends Message {

    /**
     * Coordinate this put, or decline; never forward it again (forward loops lost acknowledged writes elsewhere).
     *
     * @param context what the put supersedes; the read a put may need was made by the node that asks
     * @param timeoutMillis what is left of the client's
     */
    record Coordinate(
            Key key,
            Content content,
            VersionVector context,
            WriteId writeId,
            RequestId requestId,
            Quorum quorum,
            int timeoutMillis,
            boolean returnBody)
            implements Request {

        public Coordinate within(int millis) {
            return new Coordinate(key, content, context, writeId, requestId, quorum, millis, returnBody);
        }
    }

    /**
     * Merge this record into the key's and answer when the result is durable.
     *
     * @param remember the write to know again should its client retry
     * @param whole whether the record holds what every other home has: then it may replace one that is unreadable
     * @param hintedFor the home this copy is kept for
     */
    record Write(
            WriteKind kind,
            Key key,
            Siblings record,
            Optional<WriteId> remember,
            boolean whole,
            Optional<NodeId> hintedFor)
            implements Request {}

    /** Tell what you hold of this key. */
    record Read(Key key) implements Request {}

    /**
     * The first words on a connection, told both ways.
     *
     * @param disk drawn when the data directory was made
     * @param startNonce drawn at each start: a repeated start number with another nonce betrays a rolled-back disk
     * @param hasSpace whether the sender's disk takes client writes
     */
    record Hello(long disk, long startNonce, boolean hasSpace) implements Request {}
}
