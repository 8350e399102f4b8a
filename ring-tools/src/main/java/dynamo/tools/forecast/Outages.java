package dynamo.tools.forecast;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.ring.Ring;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is left without a quorum of its homes when some of a ring fails. Such partitions still take writes, by other
 * nodes, which keep hints.
 *
 * @param byZone partitions below a quorum when all of that zone is away
 * @param worstPair partitions below a quorum when two nodes are away, the worst two; empty where two cannot do that
 */
record Outages(ImmutableMap<String, Integer> byZone, Optional<Integer> worstPair) {

    static Outages of(Ring ring) {
        int quorum = ring.replicas() / 2 + 1;
        Map<NodeId, String> zones = new HashMap<>();
        Map<String, Integer> byZone = new TreeMap<>();
        for (Member member : ring.members()) {
            zones.put(member.id(), member.zone());
            byZone.put(member.zone(), 0);
        }
        Map<Long, Integer> pairs = new HashMap<>();
        Map<NodeId, Integer> ordinals = new HashMap<>();
        ring.members().forEach(member -> ordinals.put(member.id(), ordinals.size()));
        for (int partition = 0; partition < ring.partitions(); partition++) {
            ImmutableList<NodeId> homes = ring.preferenceList(partition).primaries();
            Map<String, Integer> homesIn = new LinkedHashMap<>();
            homes.forEach(home -> homesIn.merge(zones.getOrDefault(home, ""), 1, Integer::sum));
            homesIn.forEach((zone, count) -> {
                if (homes.size() - count < quorum) {
                    byZone.merge(zone, 1, Integer::sum);
                }
            });
            if (homes.size() - 2 < quorum) {
                countPairs(homes, ordinals, pairs);
            }
        }
        Optional<Integer> worst =
                pairs.isEmpty() ? Optional.empty() : pairs.values().stream().max(Integer::compare);
        return new Outages(ImmutableMap.copyOf(byZone), worst);
    }

    private static void countPairs(
            ImmutableList<NodeId> homes, Map<NodeId, Integer> ordinals, Map<Long, Integer> pairs) {
        for (int i = 0; i < homes.size(); i++) {
            for (int j = i + 1; j < homes.size(); j++) {
                long a = ordinals.getOrDefault(homes.get(i), 0);
                long b = ordinals.getOrDefault(homes.get(j), 0);
                pairs.merge(Math.min(a, b) << 32 | Math.max(a, b), 1, Integer::sum);
            }
        }
    }
}
