package dynamo.ring;

import com.google.common.collect.ImmutableList;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The nodes that serve a partition, best first (Dynamo §4.3): its homes, the owner leading, then every other node that
 * owns partitions, in the order in which they stand in for a home.
 */
public record PreferenceList(ImmutableList<Entry> entries) {

    /** A place in the list. */
    public record Entry(NodeId node, Role role) {}

    /** What a node is to the partition. */
    public enum Role {
        /** One of its homes. */
        PRIMARY,
        /** Stands in for a home and keeps a hint for it (Dynamo §4.6). */
        FALLBACK
    }

    public PreferenceList {
        Set<NodeId> nodes = new LinkedHashSet<>();
        Role previous = Role.PRIMARY;
        for (Entry entry : entries) {
            if (!nodes.add(entry.node) || entry.role.compareTo(previous) < 0) {
                throw new IllegalArgumentException("distinct nodes, homes first: " + entries);
            }
            previous = entry.role;
        }
        if (entries.isEmpty() || entries.get(0).role != Role.PRIMARY) {
            throw new IllegalArgumentException("a preference list has a home");
        }
    }

    /** The homes; the first is the partition's owner. */
    public ImmutableList<NodeId> primaries() {
        return nodes(Role.PRIMARY);
    }

    public ImmutableList<NodeId> fallbacks() {
        return nodes(Role.FALLBACK);
    }

    public NodeId owner() {
        return entries.get(0).node;
    }

    /** Whether the node is a home of the partition. */
    public boolean isPrimary(NodeId node) {
        for (Entry entry : entries) {
            if (entry.role != Role.PRIMARY) {
                return false;
            }
            if (entry.node.equals(node)) {
                return true;
            }
        }
        return false;
    }

    private ImmutableList<NodeId> nodes(Role role) {
        ImmutableList.Builder<NodeId> nodes = ImmutableList.builder();
        for (Entry entry : entries) {
            if (entry.role == role) {
                nodes.add(entry.node);
            }
        }
        return nodes.build();
    }
}
