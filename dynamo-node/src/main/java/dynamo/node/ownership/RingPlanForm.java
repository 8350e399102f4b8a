package dynamo.node.ownership;

import com.google.common.collect.ImmutableList;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.ring.Ring;
import dynamo.version.Bytes;
import dynamo.version.Decoder;
import dynamo.version.Encoder;
import dynamo.version.MalformedException;
import java.util.Set;
import java.util.TreeSet;

/** How plans are written, on disk and between nodes. One plan, one form. */
final class RingPlanForm {
    private static final int VERSION = 1;

    private RingPlanForm() {}

    static Bytes encode(RingPlan plan) {
        Encoder to = new Encoder(256 + 2 * plan.target().partitions());
        to.u8(VERSION).string(plan.proposer()).i64(plan.base());
        ring(plan.before(), to);
        ring(plan.target(), to);
        to.varint(plan.still().size());
        plan.still().forEach(to::varint);
        return to.toBytes();
    }

    /** @throws MalformedException for what is no plan */
    static RingPlan decode(Bytes bytes) {
        Decoder from = new Decoder(bytes);
        if (from.u8() != VERSION) {
            throw new MalformedException("a plan of an unknown version");
        }
        try {
            String proposer = from.string(NodeId.CHARS_MAX);
            long base = from.i64();
            Ring before = ring(from);
            Ring target = ring(from);
            Set<Integer> still = new TreeSet<>();
            for (int left = from.count(target.partitions()); left > 0; left--) {
                still.add(from.count(target.partitions() - 1));
            }
            from.end();
            return new RingPlan(proposer, base, before, target, still);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("no plan: " + e.getMessage());
        }
    }

    private static void ring(Ring ring, Encoder to) {
        to.varint(ring.epoch()).varint(ring.n()).varint(ring.members().size());
        for (Member member : ring.members()) {
            to.string(member.id().name())
                    .string(member.zone())
                    .i64(Double.doubleToLongBits(member.weight()))
                    .u8(member.status().ordinal())
                    .string(member.address());
        }
        to.varint(ring.partitions());
        for (int partition = 0; partition < ring.partitions(); partition++) {
            to.varint(ring.ownerOrdinal(partition));
        }
    }

    private static Ring ring(Decoder from) {
        long epoch = from.varint();
        int n = from.count(Ring.N_MAX);
        ImmutableList.Builder<Member> members = ImmutableList.builder();
        for (int left = from.count(Math.min(Ring.MEMBERS_MAX, from.remaining())); left > 0; left--) {
            members.add(new Member(
                    new NodeId(from.string(NodeId.CHARS_MAX)),
                    from.string(NodeId.CHARS_MAX),
                    Double.longBitsToDouble(from.i64()),
                    Member.Status.values()[from.count(Member.Status.values().length - 1)],
                    from.string(Member.ADDRESS_CHARS_MAX)));
        }
        int[] owners = new int[from.count(Math.min(Ring.PARTITIONS_MAX, from.remaining()))];
        for (int partition = 0; partition < owners.length; partition++) {
            owners[partition] = from.count(Ring.MEMBERS_MAX);
        }
        return Ring.of(epoch, n, members.build(), owners);
    }
}
