package dynamo.ring;

/** A node's name: 1 to 64 of {@code A-Z a-z 0-9 _ . -}, unique in its cluster, the same over restarts. */
public record NodeId(String name) implements Comparable<NodeId> {
    public static final int CHARS_MAX = 64;

    public NodeId {
        if (!isName(name)) {
            throw new IllegalArgumentException("a node name is 1 to 64 of A-Z a-z 0-9 _ . -");
        }
    }

    static boolean isName(String text) {
        return !text.isEmpty() && text.length() <= CHARS_MAX && text.chars().allMatch(NodeId::isNameChar);
    }

    private static boolean isNameChar(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '.' || c == '-';
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
