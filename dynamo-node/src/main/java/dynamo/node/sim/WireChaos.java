package dynamo.node.sim;

import com.google.common.collect.ImmutableList;
import dynamo.ring.NodeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.BiPredicate;

/** Faults of wires: who reaches whom, and how fast. */
final class WireChaos {
    private static final long MILLIS = 1_000_000;
    private static final long SECONDS = 1_000 * MILLIS;
    private static final long FLAP_NANOS = 200 * MILLIS;

    private final World world;
    private final SplittableRandom random;

    WireChaos(World world, Seed seed) {
        this.world = world;
        this.random = seed.random();
    }

    void make(Fault fault) {
        List<Wire> wires = world.network().wires();
        if (wires.isEmpty()) {
            return;
        }
        world.tally().count(fault.text());
        switch (fault) {
            case PARTITION -> cutBetween(halves(nodes()));
            case BRIDGE -> bridge();
            case MAJORITIES -> majorities();
            case ONE_WAY -> oneWay();
            case SWIZZLE -> swizzle();
            case FLAP -> flap(wires.get(random.nextInt(wires.size())), 1 + random.nextInt(40));
            case SLOW_LINK -> slow(wires.get(random.nextInt(wires.size())));
            default -> throw new IllegalArgumentException(fault + " is no fault of wires");
        }
    }

    private ImmutableList<NodeId> nodes() {
        return world.machines().stream().map(Machine::id).collect(ImmutableList.toImmutableList());
    }

    private BiPredicate<NodeId, NodeId> halves(List<NodeId> nodes) {
        List<NodeId> side = new ArrayList<>();
        for (NodeId node : nodes) {
            if (random.nextBoolean()) {
                side.add(node);
            }
        }
        return (a, b) -> side.contains(a) != side.contains(b);
    }

    private void bridge() {
        List<NodeId> ends = new ArrayList<>(nodes());
        NodeId bridge = ends.remove(random.nextInt(ends.size()));
        BiPredicate<NodeId, NodeId> halves = halves(ends);
        cutBetween((a, b) -> !a.equals(bridge) && !b.equals(bridge) && halves.test(a, b));
    }

    /** In a circle, each node reaches its neighbours on both sides. */
    private void majorities() {
        List<NodeId> circle = shuffled(nodes());
        int size = circle.size();
        int reach = (size / 2 + 1) / 2;
        cutBetween((a, b) -> {
            int apart = Math.abs(circle.indexOf(a) - circle.indexOf(b));
            return Math.min(apart, size - apart) > reach;
        });
    }

    private void cutBetween(BiPredicate<NodeId, NodeId> apart) {
        List<Wire> cut = new ArrayList<>();
        for (Wire wire : world.network().wires()) {
            if (apart.test(wire.low(), wire.high())) {
                wire.cutBoth();
                cut.add(wire);
            }
        }
        later(6 * SECONDS, () -> cut.forEach(Wire::heal));
    }

    private void oneWay() {
        List<Wire> cut = new ArrayList<>();
        for (Wire wire : world.network().wires()) {
            if (random.nextInt(3) == 0) {
                wire.cutOneWay(random.nextBoolean());
                cut.add(wire);
            }
        }
        later(6 * SECONDS, () -> cut.forEach(Wire::heal));
    }

    private void swizzle() {
        List<NodeId> nodes = shuffled(nodes());
        List<NodeId> swizzled = nodes.subList(0, 1 + random.nextInt((nodes.size() + 1) / 2));
        for (Wire wire : shuffled(world.network().wires())) {
            if (swizzled.stream().anyMatch(wire::joins)) {
                later(2 * SECONDS, () -> {
                    if (!world.isCalm()) {
                        wire.cutBoth();
                        later(4 * SECONDS, wire::heal);
                    }
                });
            }
        }
    }

    private void flap(Wire wire, int times) {
        if (times == 0 || world.isCalm()) {
            return;
        }
        wire.cutBoth();
        world.queue().after(FLAP_NANOS / 2, () -> {
            wire.heal();
            world.queue().after(FLAP_NANOS / 2, () -> flap(wire, times - 1));
        });
    }

    private void slow(Wire wire) {
        wire.setExtraDelay(random.nextLong(20 * MILLIS, 400 * MILLIS));
        later(8 * SECONDS, () -> wire.setExtraDelay(0));
    }

    private <T> List<T> shuffled(List<T> things) {
        List<T> shuffled = new ArrayList<>(things);
        Collections.shuffle(shuffled, new Random(random.nextLong()));
        return shuffled;
    }

    private void later(long nanosMax, Runnable task) {
        world.queue().after(random.nextLong(nanosMax), task);
    }
}
