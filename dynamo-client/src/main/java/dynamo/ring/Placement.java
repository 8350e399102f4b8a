package dynamo.ring;

import com.google.common.collect.ImmutableList;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Who serves a partition now. While it moves, its old homes and its new ones both take every write, and each of the two groups
 * needs its quorum; one of them is read.
 *
 * @param list the homes that are read, then whoever stands in for a home
 * @param writing the groups of homes that must each hold a write
 */
public record Placement(PreferenceList list, ImmutableList<ImmutableList<NodeId>> writing, Stage stage) {

    /** How far a partition's move is. */
    public enum Stage {
        /** Both write, the old homes are read. */
        JOINT,
        /** Both write, the new homes are read. */
        SWITCHED,
        /** It does not move, or not any more: its homes write and are read. */
        SETTLED
    }

    public Placement {
        if (writing.size() != (stage == Stage.SETTLED ? 1 : 2)) {
            throw new IllegalArgumentException(writing.size() + " groups of homes at stage " + stage);
        }
    }

    /** Of a partition that does not move. */
    public static Placement settled(PreferenceList list) {
        return new Placement(list, ImmutableList.of(list.primaries()), Stage.SETTLED);
    }

    /**
     * Of one that does.
     *
     * @param to where it will be
     */
    public static Placement moving(ImmutableList<NodeId> from, PreferenceList to, Stage stage) {
        ImmutableList<NodeId> reading = stage == Stage.JOINT ? from : to.primaries();
        ImmutableList.Builder<PreferenceList.Entry> entries = ImmutableList.builder();
        reading.forEach(home -> entries.add(new PreferenceList.Entry(home, PreferenceList.Role.PRIMARY)));
        to.entries().stream()
                .map(PreferenceList.Entry::node)
                .filter(node -> !reading.contains(node))
                .forEach(node -> entries.add(new PreferenceList.Entry(node, PreferenceList.Role.FALLBACK)));
        return new Placement(new PreferenceList(entries.build()), ImmutableList.of(from, to.primaries()), stage);
    }

    /** The homes that are read; the first leads. */
    public ImmutableList<NodeId> reading() {
        return list.primaries();
    }

    /** All that take writes, those that are read first. */
    public ImmutableList<NodeId> homes() {
        if (stage == Stage.SETTLED) {
            return list.primaries();
        }
        Set<NodeId> homes = new LinkedHashSet<>(list.primaries());
        writing.forEach(homes::addAll);
        return ImmutableList.copyOf(homes);
    }

    /** The home whose place a write is minted for where no home mints it: one of both groups, if there is one. */
    public NodeId leader() {
        return list.primaries().stream()
                .filter(home -> writing.stream().allMatch(group -> group.contains(home)))
                .findFirst()
                .orElse(list.owner());
    }

    /** Who may stand in for a home, best first. */
    public ImmutableList<NodeId> fallbacks() {
        if (stage == Stage.SETTLED) {
            return list.fallbacks();
        }
        ImmutableList<NodeId> homes = homes();
        return list.fallbacks().stream().filter(node -> !homes.contains(node)).collect(ImmutableList.toImmutableList());
    }

    /** Whether the node stores the partition's keys. */
    public boolean isHome(NodeId node) {
        return stage == Stage.SETTLED ? list.isPrimary(node) : writing.stream().anyMatch(group -> group.contains(node));
    }
}
