package dynamo.ring;

import com.google.common.collect.ImmutableList;
import dynamo.ring.PreferenceList.Entry;
import dynamo.ring.PreferenceList.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Walks a ring clockwise from each partition and writes down whom it meets.
 *
 * <p>Homes: from the owner on, past nodes already chosen and, until every zone is represented, past zones already chosen;
 * with more homes than zones it starts over, a zone's turn coming round again when all others have had theirs. So a
 * partition has min(n, nodes) distinct homes in min(n, zones) zones, and no zone carries two homes more than another that
 * has nodes left. Everyone else follows in walking order. Members that own nothing are never met.
 *
 * <p>Partitions with the same walk share one list: a claimed ring has far fewer walks than partitions.
 */
final class RingWalk {
    private final int[] owners;
    private final int n;
    private final int[] zones;
    private final int zoneCount;
    private final Entry[] primaries;
    private final Entry[] fallbacks;

    RingWalk(ImmutableList<Member> members, int[] owners, int n) {
        this.owners = owners;
        this.n = n;
        this.zones = new int[members.size()];
        this.primaries = new Entry[zones.length];
        this.fallbacks = new Entry[zones.length];
        Map<String, Integer> ordinals = new LinkedHashMap<>();
        for (int node = 0; node < zones.length; node++) {
            Member member = members.get(node);
            zones[node] = ordinals.computeIfAbsent(member.zone(), zone -> ordinals.size());
            primaries[node] = new Entry(member.id(), Role.PRIMARY);
            fallbacks[node] = new Entry(member.id(), Role.FALLBACK);
        }
        this.zoneCount = ordinals.size();
    }

    ImmutableList<PreferenceList> preferenceLists() {
        char[] met = metFromPartitionZero();
        PreferenceList[] lists = new PreferenceList[owners.length];
        Map<String, PreferenceList> shared = new LinkedHashMap<>();
        for (int partition = owners.length - 1; partition >= 0; partition--) {
            moveToFront(met, (char) owners[partition]); // one step back along the ring, its owner is met first
            lists[partition] = shared.computeIfAbsent(new String(met), walk -> preferenceList(met));
        }
        return ImmutableList.copyOf(lists);
    }

    /** Nodes in the order in which a walk from partition 0 meets them. */
    private char[] metFromPartitionZero() {
        boolean[] seen = new boolean[zones.length];
        StringBuilder met = new StringBuilder();
        for (int owner : owners) {
            if (!seen[owner]) {
                seen[owner] = true;
                met.append((char) owner);
            }
        }
        return met.toString().toCharArray();
    }

    private static void moveToFront(char[] met, char node) {
        int at = 0;
        while (met[at] != node) {
            at++;
        }
        System.arraycopy(met, 0, met, 1, at);
        met[0] = node;
    }

    private PreferenceList preferenceList(char[] met) {
        int replicas = Math.min(n, met.length);
        List<Entry> entries = new ArrayList<>(met.length);
        boolean[] chosen = new boolean[zones.length];
        while (entries.size() < replicas) { // each turn takes at most one node of every zone
            boolean[] zoneHadItsTurn = new boolean[zoneCount];
            for (char node : met) {
                if (entries.size() < replicas && !chosen[node] && !zoneHadItsTurn[zones[node]]) {
                    chosen[node] = true;
                    zoneHadItsTurn[zones[node]] = true;
                    entries.add(primaries[node]);
                }
            }
        }
        for (char node : met) {
            if (!chosen[node]) {
                entries.add(fallbacks[node]);
            }
        }
        return new PreferenceList(ImmutableList.copyOf(entries));
    }
}
