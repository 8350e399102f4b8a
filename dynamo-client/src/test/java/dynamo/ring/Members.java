package dynamo.ring;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Members for tests: n000, n001 and so on, zone after zone. */
final class Members {
    private Members() {}

    static List<Member> inZonesOf(int... sizes) {
        List<Member> members = new ArrayList<>();
        for (int zone = 0; zone < sizes.length; zone++) {
            for (int i = 0; i < sizes[zone]; i++) {
                members.add(new Member(new NodeId(String.format("n%03d", members.size())), "z" + zone));
            }
        }
        return members;
    }

    /** As many zones as asked for, or as nodes, of sizes that differ by one at most. */
    static List<Member> inEqualZones(int nodes, int zones) {
        int used = Math.min(nodes, zones);
        return inZonesOf(IntStream.range(0, used)
                .map(zone -> nodes / used + (zone < nodes % used ? 1 : 0))
                .toArray());
    }
}
