package dynamo.tools.forecast;

import com.google.common.collect.ImmutableList;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.tools.console.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes up members: n1, n2 and so on, in the zones and of the weights that were told. */
final class Nodes {
    private final Map<String, Integer> zones; // how many nodes each still takes; -1: as many as come
    private final List<Double> weights;
    private final int digits;
    private final List<Member> made = new ArrayList<>();

    /**
     * @param zones such as {@code a,b,c}, which take turns, or {@code a=3,b=2}
     * @param weights in order; the last holds for all others
     * @param most nodes there will be, for names of equal length
     */
    Nodes(List<String> zones, List<Double> weights, int most) {
        this.zones = parse(zones);
        this.weights = weights;
        this.digits = Integer.toString(most).length();
    }

    private static Map<String, Integer> parse(List<String> zones) {
        Map<String, Integer> parsed = new LinkedHashMap<>();
        for (String zone : zones) {
            int equals = zone.indexOf('=');
            String name = equals < 0 ? zone : zone.substring(0, equals);
            String count = equals < 0 ? "" : zone.substring(equals + 1);
            if (!name.matches("[A-Za-z0-9_.-]{1,64}") || !count.matches(equals < 0 ? "" : "[0-9]{1,5}")) {
                throw Failure.usage("--zones wants such as a,b,c or a=3,b=2, not " + zone, "");
            }
            parsed.put(name, equals < 0 ? -1 : Integer.parseInt(count));
        }
        if (parsed.isEmpty()) {
            parsed.put(Member.ZONE_DEFAULT, -1);
        }
        return parsed;
    }

    ImmutableList<Member> make(int count) {
        for (int i = 0; i < count; i++) {
            int number = made.size() + 1;
            String name = String.format("n%0" + digits + "d", number);
            double weight = weights.isEmpty() ? 1 : weights.get(Math.min(number, weights.size()) - 1);
            made.add(new Member(new NodeId(name), zone(), weight, Member.Status.VALID, ""));
        }
        return ImmutableList.copyOf(made);
    }

    /** The zone with the fewest nodes among those that have room. */
    private String zone() {
        Map<String, Integer> nodes = new LinkedHashMap<>();
        zones.keySet().forEach(zone -> nodes.put(zone, 0));
        made.forEach(member -> nodes.merge(member.zone(), 1, Integer::sum));
        return nodes.entrySet().stream()
                .filter(zone -> room(zone.getKey()) < 0 || zone.getValue() < room(zone.getKey()))
                .min(Map.Entry.comparingByValue())
                .orElseThrow(() -> Failure.usage(
                        "--zones has room for " + made.size() + " nodes only",
                        "raise a count, or name zones without one"))
                .getKey();
    }

    private int room(String zone) {
        return zones.getOrDefault(zone, -1);
    }
}
