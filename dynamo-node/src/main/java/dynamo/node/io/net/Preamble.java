package dynamo.node.io.net;

import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import dynamo.version.Decoder;
import dynamo.version.Encoder;
import dynamo.version.MalformedException;
import java.util.zip.CRC32C;

/**
 * The first bytes each side of a connection sends: who it is, or why it will not talk. The dialling side begins; frames
 * follow once it has read the other's {@link Hello}.
 *
 * <pre>
 * magic    4 bytes  "DYNP"
 * length   u16      of what follows up to the checksum
 * kind     u8       1 hello, 2 refused
 * fields   of the kind; further ones are those of a newer version, and skipped
 * CRC32C   u32      of kind and fields
 * </pre>
 *
 * <p>This form is the one thing that all versions share: it never changes.
 */
sealed interface Preamble {
    int MAGIC = 0x44594e50;
    int HEAD_BYTES = 6;
    int CHECKSUM_BYTES = 4;
    int BODY_BYTES_MAX = 1024;
    int HELLO = 1;
    int REFUSED = 2;
    int DETAIL_BYTES_MAX = 512;

    /**
     * Who this is.
     *
     * @param versionMin oldest protocol version it speaks; {@code versionMax} the newest
     */
    record Hello(int versionMin, int versionMax, String clusterId, NodeId node, long ringDigest) implements Preamble {}

    /** @param detail for the other side's log */
    record Refused(Refusal why, String detail) implements Preamble {}

    default Bytes encode() {
        Encoder body = new Encoder(256);
        if (this instanceof Hello hello) {
            body.u8(HELLO).varint(hello.versionMin).varint(hello.versionMax);
            body.string(hello.clusterId).string(hello.node.name()).i64(hello.ringDigest);
        } else if (this instanceof Refused refused) {
            body.u8(REFUSED).u8(refused.why.code()).string(refused.detail);
        }
        Bytes encoded = body.toBytes();
        Encoder to = new Encoder(HEAD_BYTES + encoded.length() + CHECKSUM_BYTES);
        to.i32(MAGIC).u8(encoded.length() >> 8).u8(encoded.length()).raw(encoded);
        return to.i32(checksum(encoded)).toBytes();
    }

    /**
     * Reads kind and fields, their checksum verified.
     *
     * @throws MalformedException for a preamble no node writes
     */
    static Preamble decode(Bytes body) {
        Decoder from = new Decoder(body);
        int kind = from.u8();
        try {
            return switch (kind) {
                case HELLO ->
                    new Hello(
                            from.count(Integer.MAX_VALUE),
                            from.count(Integer.MAX_VALUE),
                            from.string(TransportConfig.CLUSTER_ID_BYTES_MAX),
                            new NodeId(from.string(NodeId.CHARS_MAX)),
                            from.i64());
                case REFUSED -> new Refused(Refusal.ofCode(from.u8()), from.string(DETAIL_BYTES_MAX));
                default -> throw new MalformedException("preamble of kind " + kind);
            };
        } catch (IllegalArgumentException e) { // a node without a name
            throw new MalformedException(String.valueOf(e.getMessage()));
        }
    }

    static int checksum(Bytes body) {
        CRC32C checksum = new CRC32C();
        checksum.update(body.asByteBuffer());
        return (int) checksum.getValue();
    }
}
