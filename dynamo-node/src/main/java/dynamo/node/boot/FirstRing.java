package dynamo.node.boot;

import com.google.common.collect.ImmutableList;
import dynamo.node.io.disk.Identity;
import dynamo.ring.Claim;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.ring.Ring;

/** The ring a cluster is created with, from what its data directories remember of that moment. */
final class FirstRing {

    private FirstRing() {}

    /** {@code id/zone} of each member. */
    static ImmutableList<String> texts(ImmutableList<Member> members) {
        return members.stream()
                .sorted()
                .map(member -> member.id() + "/" + member.zone())
                .collect(ImmutableList.toImmutableList());
    }

    static Ring of(Identity identity) {
        ImmutableList<Member> members =
                identity.members().stream().map(FirstRing::member).collect(ImmutableList.toImmutableList());
        return Claim.first(members, identity.partitions(), identity.n());
    }

    private static Member member(String text) {
        int slash = text.indexOf('/');
        return new Member(new NodeId(text.substring(0, slash)), text.substring(slash + 1));
    }
}
