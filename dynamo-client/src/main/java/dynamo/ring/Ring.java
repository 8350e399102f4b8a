package dynamo.ring;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who owns what: one plan, from which every node derives the same preference lists.
 *
 * <p>The hash space is cut into equal partitions, a power of two of them; each has an owner. Preference lists are worked
 * out once, when the ring is made: a lookup is one array access. Immutable, so nodes and threads may share it.
 */
public final class Ring {
    public static final int PARTITIONS_MIN = 8;
    public static final int PARTITIONS_MAX = 65_536;
    public static final int N_MAX = 16;
    /** Nodes; more than Q cannot own anything. */
    public static final int MEMBERS_MAX = PARTITIONS_MAX;

    private final long epoch;
    private final int n;
    private final ImmutableList<Member> members;
    private final int[] owners;
    private final ImmutableList<PreferenceList> lists;
    private final int[] owned;

    private Ring(long epoch, int n, ImmutableList<Member> members, int[] owners) {
        this.epoch = epoch;
        this.n = n;
        this.members = members;
        this.owners = owners;
        this.owned = new int[members.size()];
        for (int owner : owners) {
            owned[owner]++;
        }
        this.lists = new RingWalk(members, owners, n).preferenceLists();
    }

    /**
     * @param epoch higher for every later plan; 1 for a cluster's first, 0 for the guess of a node that is not told yet
     * @param n the replicas wanted of every key, 1 to {@value #N_MAX}
     * @param members in any order, each node once
     * @param ownerOrdinals one per partition: the owner's index among the members sorted by id
     */
    public static Ring of(long epoch, int n, List<Member> members, int[] ownerOrdinals) {
        checkPartitions(ownerOrdinals.length);
        checkN(n);
        checkArgument(epoch >= 0, "epoch %s is negative", epoch);
        ImmutableList<Member> sorted = sorted(members);
        int[] owners = ownerOrdinals.clone();
        for (int owner : owners) {
            checkArgument(owner >= 0 && owner < sorted.size(), "owner %s is none of %s members", owner, sorted.size());
        }
        return new Ring(epoch, n, sorted, owners);
    }

    static ImmutableList<Member> sorted(List<Member> members) {
        checkArgument(!members.isEmpty(), "a ring has members");
        checkArgument(members.size() <= MEMBERS_MAX, "%s members exceed %s", members.size(), MEMBERS_MAX);
        ImmutableList<Member> sorted = ImmutableList.sortedCopyOf(members);
        for (int i = 1; i < sorted.size(); i++) {
            NodeId id = sorted.get(i).id();
            checkArgument(!id.equals(sorted.get(i - 1).id()), "member %s is named twice", id);
        }
        return sorted;
    }

    static void checkPartitions(int partitions) {
        checkArgument(
                partitions >= PARTITIONS_MIN && partitions <= PARTITIONS_MAX && Integer.bitCount(partitions) == 1,
                "%s partitions are not a power of two in %s..%s",
                partitions,
                PARTITIONS_MIN,
                PARTITIONS_MAX);
    }

    static void checkN(int n) {
        checkArgument(n >= 1 && n <= N_MAX, "n=%s is not in 1..%s", n, N_MAX);
    }

    public long epoch() {
        return epoch;
    }

    /** Q, a power of two. */
    public int partitions() {
        return owners.length;
    }

    /** N as configured; a small ring has fewer {@link #replicas()}. */
    public int n() {
        return n;
    }

    /** Homes of every partition: N, or as many nodes as own partitions. */
    public int replicas() {
        return lists.get(0).primaries().size();
    }

    /** Sorted by id. */
    public ImmutableList<Member> members() {
        return members;
    }

    /** The owner's index among the {@link #members()}. */
    public int ownerOrdinal(int partition) {
        return owners[partition];
    }

    public NodeId owner(int partition) {
        return members.get(owners[partition]).id();
    }

    /** The node's share of the partitions, 0 for a node that is no member; all shares sum to 1. */
    public double ownership(NodeId node) {
        for (int i = 0; i < owned.length; i++) {
            if (members.get(i).id().equals(node)) {
                return (double) owned[i] / owners.length;
            }
        }
        return 0;
    }

    public PreferenceList preferenceList(int partition) {
        return lists.get(partition);
    }

    /** Equal on every JVM for equal rings: murmur3 over everything the ring was made of, numbers big-endian. */
    public long digest() {
        Hasher hasher = Hashing.murmur3_128(0).newHasher();
        hasher.putLong(Long.reverseBytes(epoch)).putInt(Integer.reverseBytes(n));
        hasher.putInt(Integer.reverseBytes(members.size()));
        for (Member member : members) {
            put(hasher, member.id().name());
            put(hasher, member.zone());
            hasher.putLong(Long.reverseBytes(Double.doubleToLongBits(member.weight())));
            put(hasher, member.status().name());
            put(hasher, member.address());
        }
        hasher.putInt(Integer.reverseBytes(owners.length));
        for (int owner : owners) {
            hasher.putInt(Integer.reverseBytes(owner));
        }
        return Long.reverseBytes(hasher.hash().asLong());
    }

    private static void put(Hasher hasher, String name) {
        hasher.putInt(Integer.reverseBytes(name.length())).putString(name, StandardCharsets.US_ASCII);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Ring that
                && epoch == that.epoch
                && n == that.n
                && members.equals(that.members)
                && Arrays.equals(owners, that.owners);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(epoch) + 31 * Arrays.hashCode(owners);
    }

    @Override
    public String toString() {
        return "Ring[epoch=" + epoch + ", n=" + n + ", partitions=" + owners.length + ", members=" + members + "]";
    }
}
