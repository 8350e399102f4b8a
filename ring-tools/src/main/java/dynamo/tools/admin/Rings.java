package dynamo.tools.admin;

import com.google.common.collect.ImmutableList;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.ring.Ring;
import java.util.List;

/** Makes of the documents the ring they speak of, so that the same arithmetic serves a cluster and a forecast. */
public final class Rings {
    private static final int N_USUAL = 3;

    private Rings() {}

    /** @throws IllegalArgumentException where the two documents do not fit together, for the ring changed in between */
    public static Ring of(ClusterView cluster, RingView ring) {
        ImmutableList<Member> members =
                cluster.members().stream().map(Rings::member).sorted().collect(ImmutableList.toImmutableList());
        List<String> ids = members.stream().map(member -> member.id().name()).toList();
        int[] owners = ring.partitions().stream()
                .mapToInt(partition -> ids.indexOf(partition.owner()))
                .toArray();
        return Ring.of(ring.epoch(), cluster.n() > 0 ? cluster.n() : N_USUAL, members, owners);
    }

    private static Member member(ClusterView.Member member) {
        Member.Status status = switch (member.status()) {
            case "joining" -> Member.Status.JOINING;
            case "down" -> Member.Status.DOWN;
            case "leaving" -> Member.Status.LEAVING;
            case "removed" -> Member.Status.REMOVED;
            default -> Member.Status.VALID;
        };
        return new Member(new NodeId(member.id()), member.zone(), member.weight(), status, "");
    }
}
