package dynamo.node.message;

import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.version.Decoder;
import dynamo.version.Encoder;

/** How {@link RingNews} is written. */
final class RingForms {
    private static final int BYTES_MAX = 32 << 20;

    private RingForms() {}

    static void writeDigest(RingNews.Digest digest, Encoder to) {
        to.i64(digest.rank()).i64(digest.digest());
    }

    static RingNews.Digest readDigest(Decoder from) {
        return new RingNews.Digest(from.i64(), from.i64());
    }

    static void writeState(RingNews.State state, Encoder to) {
        to.i64(state.rank());
        Fields.optional(state.plan(), (plan, out) -> out.bytes(plan), to);
        to.bytes(state.progress()).bool(state.all());
    }

    static RingNews.State readState(Decoder from) {
        return new RingNews.State(
                from.i64(), Fields.optional(in -> in.bytes(BYTES_MAX), from), from.bytes(BYTES_MAX), from.bool());
    }

    static void writeWish(RingNews.Wish wish, Encoder to) {
        to.string(wish.zone()).i64(Double.doubleToLongBits(wish.weight()));
        Fields.optional(wish.replaces(), Fields::nodeId, to);
        to.string(wish.address());
    }

    static RingNews.Wish readWish(Decoder from) {
        return new RingNews.Wish(
                from.string(NodeId.CHARS_MAX),
                Double.longBitsToDouble(from.i64()),
                Fields.optional(Fields::nodeId, from),
                from.string(Member.ADDRESS_CHARS_MAX));
    }
}
