package dynamo.node.boot;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.net.HostAndPort;
import dynamo.node.io.disk.Identity;
import dynamo.ring.Claim;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.ring.Ring;
import java.util.List;

/**
 * The ring a node begins with, from what its data directory remembers of its first start: the one that the cluster was
 * created with; or, of a node that joined, a guess to be replaced by what it is told.
 */
final class FirstRing {

    private FirstRing() {}

    /** {@code id/zone}, or {@code id/zone/weight}, of each member. */
    static ImmutableList<String> texts(ImmutableList<Member> members) {
        return members.stream().sorted().map(FirstRing::text).collect(ImmutableList.toImmutableList());
    }

    private static String text(Member member) {
        String text = member.id() + "/" + member.zone();
        return member.weight() == 1 ? text : text + "/" + member.weight();
    }

    /** How a node is remembered that was asked about the cluster. */
    static String asked(NodeId node, HostAndPort address) {
        return node + "@" + address;
    }

    static Ring of(Identity identity) {
        if (identity.hasJoined()) {
            ImmutableList<Member> guess = seeds(identity).subList(0, 1);
            return Ring.of(0, identity.n(), guess, new int[identity.partitions()]);
        }
        ImmutableList<Member> members =
                identity.members().stream().map(FirstRing::member).collect(ImmutableList.toImmutableList());
        return Claim.first(members, identity.partitions(), identity.n());
    }

    /** Whom a node that joined may connect to, until it is told more. */
    static ImmutableList<Member> seeds(Identity identity) {
        return identity.joined().stream().map(FirstRing::seed).collect(ImmutableList.toImmutableList());
    }

    private static Member seed(String text) {
        int at = text.indexOf('@');
        return new Member(new NodeId(text.substring(0, at)), "").withAddress(text.substring(at + 1));
    }

    private static Member member(String text) {
        List<String> parts = Splitter.on('/').splitToList(text);
        Member member = new Member(new NodeId(parts.get(0)), parts.get(1));
        return parts.size() == 2 ? member : member.withWeight(Double.parseDouble(parts.get(2)));
    }
}
