package dynamo.architecture;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rooms (packages) of the house and the rooms each may enter.
 *
 * <p>A room includes its subpackages, except {@code dynamo.node}, which is that package alone. Features do not name each
 * other sideways except as drawn here; {@code dynamo.node} connects them. A new arrow is a decision: it goes into the
 * module's RATIONALE.md in the same commit.
 */
final class HouseMap {

    private static final String NODE = "dynamo.node";

    private static final ImmutableList<String> SHARED =
            ImmutableList.of("dynamo.version", "dynamo.contract", "dynamo.ring");

    private static final ImmutableList<String> DOORS = with(SHARED, "dynamo.node.message", "dynamo.node.env");

    private static final ImmutableList<String> FEATURES = with(
            DOORS,
            "dynamo.node.replica",
            "dynamo.node.membership",
            "dynamo.node.coordinate",
            "dynamo.node.hint",
            "dynamo.node.antientropy",
            "dynamo.node.ownership");

    private static final ImmutableList<String> BACKGROUND =
            with(DOORS, "dynamo.node.replica", "dynamo.node.membership");

    private static final ImmutableList<String> IO = with(DOORS, "dynamo.node.io.loop", "dynamo.node.io.metrics");

    private static final ImmutableMap<String, ImmutableList<String>> MAY_ENTER =
            ImmutableMap.<String, ImmutableList<String>>builder()
                    .put("dynamo.version", ImmutableList.of())
                    .put("dynamo.contract", ImmutableList.of("dynamo.version"))
                    .put("dynamo.contract.json", SHARED)
                    .put("dynamo.ring", ImmutableList.of("dynamo.version", "dynamo.contract"))
                    .put("dynamo.client", with(SHARED, "dynamo.contract.json"))
                    .put("dynamo.node.message", SHARED)
                    .put("dynamo.node.env", with(SHARED, "dynamo.node.message"))
                    .put("dynamo.node.replica", DOORS)
                    .put("dynamo.node.membership", DOORS)
                    .put("dynamo.node.coordinate", with(DOORS, "dynamo.node.membership"))
                    .put("dynamo.node.hint", BACKGROUND)
                    .put("dynamo.node.antientropy", BACKGROUND)
                    .put("dynamo.node.ownership", BACKGROUND)
                    .put(NODE, FEATURES)
                    .put("dynamo.node.sim", with(FEATURES, NODE))
                    .put("dynamo.node.io.loop", DOORS)
                    .put("dynamo.node.io.metrics", DOORS)
                    .put("dynamo.node.io.net", IO)
                    .put("dynamo.node.io.disk", IO)
                    .put("dynamo.node.io.http", with(IO, NODE, "dynamo.contract.json"))
                    .put(
                            "dynamo.node.boot",
                            with(
                                    FEATURES,
                                    NODE,
                                    "dynamo.contract.json",
                                    "dynamo.node.io.loop",
                                    "dynamo.node.io.metrics",
                                    "dynamo.node.io.net",
                                    "dynamo.node.io.disk",
                                    "dynamo.node.io.http"))
                    .build();

    /** Where sockets, files, threads, wall clocks and entropy are allowed; everywhere else is pure. */
    private static final ImmutableSet<String> IMPURE = ImmutableSet.of(
            "dynamo.node.io", "dynamo.node.boot", "dynamo.client", "dynamo.contract.json", "dynamo.tools");

    private HouseMap() {}

    /** The room a package belongs to, the deepest where rooms nest; empty for a package nobody has drawn. */
    static Optional<String> roomOf(String packageName) {
        String ours = inHouse(packageName);
        return MAY_ENTER.keySet().stream()
                .filter(room -> room.equals(NODE) ? ours.equals(NODE) : isWithin(ours, room))
                .reduce((a, b) -> a.length() > b.length() ? a : b);
    }

    static boolean mayEnter(String fromRoom, String toRoom) {
        return fromRoom.equals(toRoom)
                || MAY_ENTER.getOrDefault(fromRoom, ImmutableList.of()).contains(toRoom);
    }

    static boolean isOurs(String packageName) {
        return isWithin(inHouse(packageName), "dynamo");
    }

    static boolean isPure(String packageName) {
        String ours = inHouse(packageName);
        return isOurs(packageName) && IMPURE.stream().noneMatch(room -> isWithin(ours, room));
    }

    /** {@code planted.some_rule.dynamo.ring} stands for {@code dynamo.ring}. */
    private static String inHouse(String packageName) {
        int at = packageName.startsWith("planted.") ? packageName.indexOf(".dynamo.") : -1;
        return at < 0 ? packageName : packageName.substring(at + 1);
    }

    private static boolean isWithin(String packageName, String room) {
        return packageName.equals(room) || packageName.startsWith(room + ".");
    }

    private static ImmutableList<String> with(ImmutableList<String> rooms, String... more) {
        return Stream.concat(rooms.stream(), Arrays.stream(more)).collect(ImmutableList.toImmutableList());
    }
}
