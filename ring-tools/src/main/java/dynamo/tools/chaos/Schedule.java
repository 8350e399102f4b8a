package dynamo.tools.chaos;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What is done to which node from when to when, drawn from a seed before the run begins. The same seed gives the same schedule; what
 * comes of it differs, for real nodes keep no step.
 *
 * <p>Nodes are in two halves, each with a lane of its own, so that two faults never meet at one node; the network is a third, and who joins
 * and leaves a fourth.
 */
record Schedule(ImmutableList<Planned> planned) {
    static final int LANES = 4;

    private static final int QUIET_SECONDS_MIN = 2;
    private static final int QUIET_SECONDS_MAX = 7;
    private static final int FAULT_SECONDS_MIN = 4;
    private static final int FAULT_SECONDS_MAX = 14;
    /** Long enough for what moves to arrive. */
    private static final int MEMBERSHIP_SECONDS = 40;

    /**
     * A fault of a lane.
     *
     * @param at since the run began
     * @param words of the command that begins it, behind the fault's name
     */
    record Planned(int lane, Duration at, Duration length, Fault fault, ImmutableList<String> words) {
        String text() {
            return String.format(
                    "%4d s  %3d s  %s %s", at.toSeconds(), length.toSeconds(), fault.text(), String.join(" ", words));
        }
    }

    /** @param nodes at least three names */
    static Schedule draw(long seed, Duration time, List<String> nodes, List<Fault> faults) {
        List<Planned> all = new ArrayList<>();
        int half = nodes.size() / 2;
        List<Fault> ofNodes = of(faults, Fault.Lane.NODE);
        List<Fault> ofNetwork = of(faults, Fault.Lane.NETWORK);
        List<Fault> withoutWipe =
                ofNodes.stream().filter(fault -> fault != Fault.WIPE).toList();
        all.addAll(lane(0, new Random(seed), time, nodes.subList(0, half), nodes, withoutWipe));
        all.addAll(lane(1, new Random(seed + 1), time, nodes.subList(half, nodes.size()), nodes, ofNodes));
        all.addAll(lane(2, new Random(seed + 2), time, nodes, nodes, ofNetwork));
        all.addAll(lane(3, new Random(seed + 3), time, nodes, nodes, of(faults, Fault.Lane.MEMBERSHIP)));
        all.sort(Comparator.comparing(Planned::at).thenComparing(Planned::lane));
        return new Schedule(ImmutableList.copyOf(all));
    }

    ImmutableList<Planned> of(int lane) {
        return planned.stream().filter(each -> each.lane() == lane).collect(ImmutableList.toImmutableList());
    }

    private static List<Fault> of(List<Fault> faults, Fault.Lane lane) {
        return faults.stream().filter(fault -> fault.lane() == lane).toList();
    }

    /** The kinds in turn, in an order of the lane's own, so that a short run has as many kinds as it has time for. */
    private static List<Planned> lane(
            int lane, Random random, Duration time, List<String> targets, List<String> nodes, List<Fault> faults) {
        List<Planned> planned = new ArrayList<>();
        if (faults.isEmpty() || targets.isEmpty()) {
            return planned;
        }
        List<Fault> turns = new ArrayList<>(faults);
        Collections.shuffle(turns, random);
        int at = between(random, QUIET_SECONDS_MIN, QUIET_SECONDS_MAX);
        for (int turn = 0; ; turn++) {
            Fault fault = turns.get(turn % turns.size());
            if (fault == Fault.WIPE && turn >= turns.size()) {
                if (turns.size() == 1) {
                    return planned;
                }
                continue;
            }
            int length = fault == Fault.JOIN_LEAVE
                    ? MEMBERSHIP_SECONDS
                    : between(random, FAULT_SECONDS_MIN, FAULT_SECONDS_MAX);
            if (at + length > time.toSeconds()) {
                return planned;
            }
            planned.add(new Planned(
                    lane,
                    Duration.ofSeconds(at),
                    Duration.ofSeconds(length),
                    fault,
                    words(fault, random, targets, nodes)));
            at += length + between(random, QUIET_SECONDS_MIN, QUIET_SECONDS_MAX);
        }
    }

    private static ImmutableList<String> words(Fault fault, Random random, List<String> targets, List<String> nodes) {
        String node = targets.get(random.nextInt(targets.size()));
        return switch (fault) {
            case PARTITION -> ImmutableList.of(sides(random, nodes));
            case ONE_WAY -> ImmutableList.of(node, another(random, node, nodes));
            case CLOCK -> ImmutableList.of(node, random.nextBoolean() ? "+" + skew(random) : "-" + skew(random));
            case JOIN_LEAVE -> ImmutableList.of();
            default -> ImmutableList.of(node);
        };
    }

    private static String skew(Random random) {
        return between(random, 1, 3600) + "s";
    }

    private static String another(Random random, String node, List<String> nodes) {
        List<String> others = nodes.stream().filter(each -> !each.equals(node)).toList();
        return others.get(random.nextInt(others.size()));
    }

    /** Two sides of any size; in one of three cases one node is on both. */
    private static String sides(Random random, List<String> nodes) {
        List<String> shuffled = new ArrayList<>(nodes);
        Collections.shuffle(shuffled, random);
        int first = between(random, 1, nodes.size() - 1);
        int bridge = random.nextInt(3) == 0 ? 1 : 0;
        List<String> other = IntStream.range(first - Math.min(bridge, first - 1), shuffled.size())
                .mapToObj(shuffled::get)
                .sorted()
                .toList();
        List<String> one = shuffled.subList(0, first).stream().sorted().toList();
        return String.join(" ", one) + " | " + String.join(" ", other);
    }

    private static int between(Random random, int min, int max) {
        return min + random.nextInt(max - min + 1);
    }
}
