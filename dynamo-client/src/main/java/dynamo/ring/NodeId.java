package dynamo.ring;

/** A node's name: 1 to 64 of {@code A-Z a-z 0-9 _ . -}, unique in its cluster, the same over restarts. */
public record NodeId(String name) implements Comparable<NodeId> {
    public NodeId {
        if (!name.matches("[A-Za-z0-9_.-]{1,64}")) {
            throw new IllegalArgumentException("a node name is 1 to 64 of A-Z a-z 0-9 _ . -");
        }
    }

    @Override
    public int compareTo(NodeId other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
