package dynamo.tools.cluster;

import dynamo.tools.admin.ClusterView;
import dynamo.tools.admin.ClusterView.Member;
import dynamo.tools.admin.RingView;
import dynamo.tools.admin.RingView.Partition;
import dynamo.tools.console.Quantity;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How many partitions have how many of their homes up.
 *
 * @param whole with all homes
 * @param reduced with a quorum of them
 * @param below a quorum: what is written there is kept by others, as hints
 */
record Homes(int whole, int reduced, int below) {

    static Homes count(ClusterView cluster, RingView ring) {
        Set<String> up =
                cluster.members().stream().filter(Member::isUp).map(Member::id).collect(Collectors.toSet());
        int quorum = cluster.replicas() / 2 + 1;
        int whole = 0;
        int reduced = 0;
        for (Partition partition : ring.partitions()) {
            long homesUp = partition.homes(cluster.replicas()).stream()
                    .filter(up::contains)
                    .count();
            whole += homesUp == cluster.replicas() ? 1 : 0;
            reduced += homesUp < cluster.replicas() && homesUp >= quorum ? 1 : 0;
        }
        return new Homes(whole, reduced, ring.partitions().size() - whole - reduced);
    }

    String words() {
        String text = Quantity.count(whole) + " with all homes up";
        text += reduced == 0 ? "" : ", " + Quantity.count(reduced) + " with a quorum of them";
        return below == 0 ? text : text + ", " + Quantity.count(below) + " below a quorum";
    }
}
