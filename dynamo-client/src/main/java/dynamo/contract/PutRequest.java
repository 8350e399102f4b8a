package dynamo.contract;

import com.google.common.hash.Hashing;
import dynamo.version.Content;
import dynamo.version.Encoder;
import dynamo.version.VersionVector;
import dynamo.version.WriteId;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * A write at W; a delete is the write of a tombstone.
 *
 * @param readQuorum for the read that {@link Causality.ReadFirst} or a precondition needs
 * @param returnBody whether the result is to hold the record that was made
 */
public record PutRequest(
        Key key,
        Content content,
        Causality causality,
        Precondition precondition,
        Quorum quorum,
        Quorum readQuorum,
        Duration timeout,
        RequestId requestId,
        boolean returnBody) {

    public boolean readsFirst() {
        return causality instanceof Causality.ReadFirst || !(precondition instanceof Precondition.None);
    }

    /** SHA-256, first 128 bits: a client must not be able to craft another write with the name of this one. */
    public WriteId writeId() {
        Encoder to = new Encoder(512);
        to.string(requestId.text()).string(key.bucket()).bytes(key.key());
        if (causality instanceof Causality.Given given) {
            to.u8(1).bytes(given.context().encoded());
        } else {
            to.u8(causality instanceof Causality.Blind ? 2 : 3);
        }
        content.encode(to);
        ByteBuffer hash = ByteBuffer.wrap(
                Hashing.sha256().hashBytes(to.toBytes().asByteBuffer()).asBytes());
        return new WriteId(hash.getLong(), hash.getLong());
    }

    /** The context the write was asked to cover, before any read. */
    public VersionVector givenContext() {
        return causality instanceof Causality.Given given ? given.context() : VersionVector.EMPTY;
    }
}
