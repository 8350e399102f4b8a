package dynamo.node.io.disk;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import dynamo.ring.NodeId;

/**
 * Whose a data directory is, and what its cluster was created with. Written once; the configuration may change later, this
 * does not.
 *
 * @param cluster 1 to 64 of {@code A-Z a-z 0-9 _ . -}
 * @param n replicas wanted of every key
 * @param secret text without control characters; whoever knows it can talk to the nodes
 * @param members of the first ring, as configured, one text each; none when the node joined a cluster that was there
 * @param joined whom it asked then, {@code id@host:port}
 */
public record Identity(
        String cluster,
        NodeId node,
        int n,
        int partitions,
        String secret,
        ImmutableList<String> members,
        ImmutableList<String> joined) {
    static final int MEMBERS_MAX = 1024;

    public Identity {
        cluster = new NodeId(cluster).name();
        checkArgument(n >= 1, "%s replicas", n);
        checkArgument(partitions >= 1, "%s partitions", partitions);
        checkArgument(!secret.isEmpty() && isOneLine(secret), "the secret has control characters, or none at all");
        checkArgument(members.size() <= MEMBERS_MAX, "%s members exceed %s", members.size(), MEMBERS_MAX);
        checkArgument(members.stream().allMatch(Identity::isOneLine), "a member's text has control characters");
        checkArgument(joined.size() <= MEMBERS_MAX, "%s nodes asked exceed %s", joined.size(), MEMBERS_MAX);
        checkArgument(joined.stream().allMatch(Identity::isOneLine), "an asked node's text has control characters");
        checkArgument(members.isEmpty() || joined.isEmpty(), "members of a first ring, and joined");
    }

    /** Whether the node came to a cluster that was there already. */
    public boolean hasJoined() {
        return !joined.isEmpty();
    }

    private static boolean isOneLine(String text) {
        return text.chars().noneMatch(Character::isISOControl);
    }

    /** Fit for a log: without the secret. */
    @Override
    public String toString() {
        return "cluster=" + cluster + " node=" + node + " n=" + n + " partitions=" + partitions
                + (hasJoined() ? " joined=" + joined : " members=" + members);
    }
}
