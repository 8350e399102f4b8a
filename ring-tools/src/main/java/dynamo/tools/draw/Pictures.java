package dynamo.tools.draw;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dynamo.ring.Ring;
import dynamo.tools.admin.ClusterView;
import dynamo.tools.admin.ClusterView.Member;
import dynamo.tools.admin.RingView;
import dynamo.tools.admin.RingView.Partition;
import dynamo.tools.console.Mark;
import dynamo.tools.console.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Makes pictures of a cluster, and of a ring that is only thought of. */
public final class Pictures {
    private static final int HOMES_USUAL = 3;

    private Pictures() {}

    public static Picture of(ClusterView cluster, RingView ring) {
        List<String> ids = cluster.members().stream().map(Member::id).toList();
        ImmutableIntArray owner = ImmutableIntArray.copyOf(
                ring.partitions().stream().mapToInt(partition -> ids.indexOf(partition.owner())));
        ImmutableIntArray.Builder next = ImmutableIntArray.builder();
        for (Partition partition : ring.partitions()) {
            next.add(partition.pending().map(ids::indexOf).orElse(-1));
        }
        int homes = cluster.replicas() > 0 ? cluster.replicas() : HOMES_USUAL;
        List<String> lines = new ArrayList<>();
        lines.add("epoch " + ring.epoch());
        lines.add(Quantity.count(ring.partitions().size(), "partition"));
        lines.add(Quantity.count(cluster.members().size(), "node") + (cluster.n() > 0 ? ", N=" + cluster.n() : ""));
        return new Picture(
                cluster.clusterId(),
                ImmutableList.copyOf(lines),
                owners(cluster, owner),
                owner,
                next.build(),
                ring.partitions().stream()
                        .map(partition -> partition.homes(homes))
                        .collect(ImmutableList.toImmutableList()));
    }

    private static ImmutableList<Picture.Owner> owners(ClusterView cluster, ImmutableIntArray owner) {
        int[] owned = new int[cluster.members().size()];
        owner.stream().filter(index -> index >= 0).forEach(index -> owned[index]++);
        return IntStream.range(0, owned.length)
                .mapToObj(index -> owner(cluster.members().get(index), owned[index]))
                .collect(ImmutableList.toImmutableList());
    }

    private static Picture.Owner owner(Member member, int owned) {
        boolean isValid = member.status().equals("valid");
        Mark mark = member.isUp()
                ? isValid ? Mark.GOOD : Mark.BUSY
                : member.state().equals("SUSPECT") ? Mark.BUSY : Mark.BAD;
        String state = member.isUp() || !member.state().equals("ALIVE") ? member.state() : "UNREACHABLE";
        return new Picture.Owner(
                member.id(), member.zone(), owned, mark, isValid ? state : state + " " + member.status());
    }

    public static Picture of(String title, Ring ring) {
        List<String> ids =
                ring.members().stream().map(member -> member.id().name()).toList();
        int[] owned = new int[ids.size()];
        ImmutableIntArray.Builder owner = ImmutableIntArray.builder();
        ImmutableIntArray.Builder next = ImmutableIntArray.builder();
        ImmutableList.Builder<ImmutableList<String>> homes = ImmutableList.builder();
        for (int partition = 0; partition < ring.partitions(); partition++) {
            int index = ids.indexOf(ring.owner(partition).name());
            owned[index]++;
            owner.add(index);
            next.add(-1);
            homes.add(ring.preferenceList(partition).primaries().stream()
                    .map(node -> node.name())
                    .collect(ImmutableList.toImmutableList()));
        }
        return new Picture(
                title,
                ImmutableList.of(
                        Quantity.count(ring.partitions(), "partition"),
                        Quantity.count(ids.size(), "node") + ", N=" + ring.n()),
                IntStream.range(0, owned.length)
                        .mapToObj(index -> new Picture.Owner(
                                ids.get(index), ring.members().get(index).zone(), owned[index], Mark.GOOD, "planned"))
                        .collect(ImmutableList.toImmutableList()),
                owner.build(),
                next.build(),
                homes.build());
    }
}
