package dynamo.ring;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** A ring dealt anew, and named so that it is as like the old one as can be. */
final class FreshRing {
    private static final int NOBODY = -1;

    private final Ring current;
    private final ImmutableList<Member> members;
    private final int[] targets;
    private final int[] zones;
    private final int window;
    private final int partitions;
    private final int n;

    /**
     * @param targets partitions for each member
     * @param zones of each member, as numbers
     * @param window consecutive partitions that must have distinct owners
     */
    FreshRing(Ring current, ImmutableList<Member> members, int[] targets, int[] zones, int window) {
        this.current = current;
        this.members = members;
        this.targets = targets;
        this.zones = zones;
        this.window = window;
        partitions = current.partitions();
        n = current.n();
    }

    /** Where all own alike, as the first ring is dealt; else each node's partitions as far apart as can be. */
    int[] owners() {
        ImmutableList<Member> owning =
                members.stream().filter(member -> member.status().owns()).collect(ImmutableList.toImmutableList());
        int[] dealt = isEven(owning) ? firstClaimed(owning) : dealtByTarget();
        int[] names = names(dealt);
        int[] owners = Arrays.stream(dealt).map(owner -> names[owner]).toArray();
        return isAllowedFresh(owners) ? owners : dealt;
    }

    private static boolean isEven(List<Member> owning) {
        return owning.stream().mapToDouble(Member::weight).distinct().count() == 1;
    }

    private int[] firstClaimed(ImmutableList<Member> owning) {
        Ring first = new FirstClaim(owning, partitions, n).ring();
        List<NodeId> ids = members.stream().map(Member::id).toList();
        return IntStream.range(0, partitions)
                .map(partition -> ids.indexOf(first.owner(partition)))
                .toArray();
    }

    private int[] dealtByTarget() {
        List<Integer> nodes = IntStream.range(0, targets.length)
                .filter(node -> targets[node] > 0)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(node -> -targets[node]).thenComparingInt(node -> node))
                .toList();
        int[] order =
                Dealing.apart(nodes.stream().mapToInt(node -> targets[node]).toArray());
        return Arrays.stream(order).map(nodes::get).toArray();
    }

    /** Nodes of one zone that own as much may change names: each takes that of the old owner it meets most often. */
    private int[] names(int[] dealt) {
        int[] counts = counts(dealt);
        List<NodeId> ids = members.stream().map(Member::id).toList();
        int[][] met = new int[members.size()][members.size()];
        for (int partition = 0; partition < partitions; partition++) {
            int old = ids.indexOf(current.owner(partition));
            if (old != NOBODY) {
                met[dealt[partition]][old]++;
            }
        }
        int[] names = IntStream.range(0, members.size()).toArray();
        List<int[]> pairs = new ArrayList<>();
        for (int role = 0; role < met.length; role++) {
            for (int old = 0; old < met.length; old++) {
                if (counts[role] == counts[old] && counts[role] > 0 && zones[role] == zones[old]) {
                    pairs.add(new int[] {met[role][old], role, old});
                }
            }
        }
        pairs.sort(Comparator.<int[]>comparingInt(pair -> -pair[0])
                .thenComparingInt(pair -> pair[1])
                .thenComparingInt(pair -> pair[2]));
        boolean[] named = new boolean[names.length];
        boolean[] taken = new boolean[names.length];
        for (int[] pair : pairs) {
            if (!named[pair[1]] && !taken[pair[2]]) {
                named[pair[1]] = true;
                taken[pair[2]] = true;
                names[pair[1]] = pair[2];
            }
        }
        return names;
    }

    private boolean isAllowedFresh(int[] owners) {
        return window == 1 || !Dealing.repeatsWithin(window, owners, members.size());
    }

    private int[] counts(int[] owners) {
        int[] counts = new int[members.size()];
        for (int owner : owners) {
            counts[owner]++;
        }
        return counts;
    }
}
