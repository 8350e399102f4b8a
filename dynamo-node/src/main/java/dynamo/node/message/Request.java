package dynamo.node.message;

import com.google.common.collect.ImmutableList;
import dynamo.contract.Key;
import dynamo.contract.Quorum;
import dynamo.contract.RequestId;
import dynamo.ring.NodeId;
import dynamo.ring.Placement;
import dynamo.version.Content;
import dynamo.version.Dot;
import dynamo.version.Siblings;
import dynamo.version.VersionVector;
import dynamo.version.WriteId;
import java.util.Optional;

/** A message that wants one reply. */
public sealed interface Request extends Message
        permits ExchangeRequest, Request.Coordinate, Request.Write, Request.Read, Request.Superseded, Request.Hello {

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

    /**
     * Tell what you hold of this key.
     *
     * @param stage of its partition's move, as the asker knows it
     */
    record Read(Key key, Placement.Stage stage) implements Request {}

    /**
     * Tell which of these dots you know to be superseded: covered, and not live in your row.
     *
     * @param known live dots of the row as the asker was told before
     * @param stage of its partition's move, as the asker knows it
     */
    record Superseded(Key key, ImmutableList<Dot> dots, ImmutableList<Dot> known, Placement.Stage stage)
            implements Request {}

    /**
     * The first words on a connection, told both ways.
     *
     * @param disk drawn when the data directory was made
     * @param startNonce drawn at each start: a repeated start number with another nonce betrays a rolled-back disk
     * @param hasSpace whether the sender's disk takes client writes
     * @param rowsLost whether the sender knows itself that rows it once had are gone
     */
    record Hello(long disk, long startNonce, boolean hasSpace, boolean rowsLost) implements Request {}
}
