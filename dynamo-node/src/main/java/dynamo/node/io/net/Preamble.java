package dynamo.node.io.net;

import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.ring.Ring;
import dynamo.version.Bytes;
import dynamo.version.Decoder;
import dynamo.version.Encoder;
import dynamo.version.MalformedException;
import java.util.zip.CRC32C;

/**
 * The first bytes each side of a connection sends: who it is, or why it will not talk. The dialling side begins; frames
 * follow once it has read the other's {@link Hello}. Or it asks with {@link Introduce}, and nothing follows the answer.
 *
 * <pre>
 * magic    4 bytes  "DYNP"
 * length   u16      of what follows up to the checksum
 * kind     u8       1 hello, 2 refused, 3 introduce, 4 introduction
 * fields   of the kind; further ones are those of a newer version, and skipped
 * CRC32C   u32      of kind and fields
 * </pre>
 *
 * <p>This form is the one thing that all versions share: it never changes.
 */
sealed interface Preamble permits Preamble.Hello, Preamble.Refused, Preamble.Introduce, Introduction {
    int MAGIC = 0x44594e50;
    int HEAD_BYTES = 6;
    int CHECKSUM_BYTES = 4;
    int BODY_BYTES_MAX = 1024;
    int HELLO = 1;
    int REFUSED = 2;
    int INTRODUCE = 3;
    int INTRODUCTION = 4;
    int DETAIL_BYTES_MAX = 512;

    /**
     * Who this is.
     *
     * @param versionMin oldest protocol version it speaks; {@code versionMax} the newest
     * @param secretDigest of the secret it was given ({@link TransportConfig#secretDigest})
     * @param address where it listens for its peers, {@code host:port}; empty when it cannot tell
     */
    record Hello(int versionMin, int versionMax, String clusterId, NodeId node, long secretDigest, String address)
            implements Preamble {}

    /** @param detail for the other side's log */
    record Refused(Refusal why, String detail) implements Preamble {}

    /** A node that wants to join knows an address and the secret: which cluster is this, and who are you? */
    record Introduce(long secretDigest) implements Preamble {}

    default Bytes encode() {
        Encoder body = new Encoder(256);
        if (this instanceof Hello hello) {
            body.u8(HELLO).varint(hello.versionMin).varint(hello.versionMax);
            body.string(hello.clusterId)
                    .string(hello.node.name())
                    .i64(hello.secretDigest)
                    .string(hello.address);
        } else if (this instanceof Refused refused) {
            body.u8(REFUSED).u8(refused.why.code()).string(refused.detail);
        } else if (this instanceof Introduce introduce) {
            body.u8(INTRODUCE).i64(introduce.secretDigest);
        } else if (this instanceof Introduction introduction) {
            body.u8(INTRODUCTION).string(introduction.clusterId());
            body.string(introduction.node().name()).varint(introduction.n()).varint(introduction.partitions());
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
                            from.string(TransportConfig.Cluster.ID_BYTES_MAX),
                            new NodeId(from.string(NodeId.CHARS_MAX)),
                            from.i64(),
                            address(from));
                case REFUSED -> new Refused(Refusal.ofCode(from.u8()), from.string(DETAIL_BYTES_MAX));
                case INTRODUCE -> new Introduce(from.i64());
                case INTRODUCTION ->
                    new Introduction(
                            from.string(TransportConfig.Cluster.ID_BYTES_MAX),
                            new NodeId(from.string(NodeId.CHARS_MAX)),
                            from.count(Ring.N_MAX),
                            from.count(Ring.PARTITIONS_MAX));
                default -> throw new MalformedException("preamble of kind " + kind);
            };
        } catch (IllegalArgumentException e) { // a node without a name
            throw new MalformedException(String.valueOf(e.getMessage()));
        }
    }

    private static String address(Decoder from) {
        String address = from.string(Member.ADDRESS_CHARS_MAX);
        if (address.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new MalformedException("an address is host:port, or empty");
        }
        return address;
    }

    static int checksum(Bytes body) {
        CRC32C checksum = new CRC32C();
        checksum.update(body.asByteBuffer());
        return (int) checksum.getValue();
    }
}
