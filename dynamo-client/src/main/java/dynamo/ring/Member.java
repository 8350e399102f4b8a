package dynamo.ring;

/**
 * A node as the ring knows it.
 *
 * @param zone what fails together, such as a rack or a data hall; 1 to 64 of {@code A-Z a-z 0-9 _ . -}. Empty means none
 *     was told: all such nodes share the zone {@value #ZONE_DEFAULT}
 * @param weight its share of the data, beside the weights of the others: {@value #WEIGHT_MIN} to {@value #WEIGHT_MAX}
 * @param address where it listened for its peers when the plan was made, {@code host:port}; empty when nobody knew. It may
 *     have moved since
 */
public record Member(NodeId id, String zone, double weight, Status status, String address)
        implements Comparable<Member> {
    public static final String ZONE_DEFAULT = "default";
    public static final double WEIGHT_MIN = 0.01;
    public static final double WEIGHT_MAX = 100;
    public static final int ADDRESS_CHARS_MAX = 264;

    /** What a plan says of a member. */
    public enum Status {
        /** Not a member before this plan; what it is to own is handed to it. */
        JOINING,
        VALID,
        /** Dead, by an operator's word: nobody waits for it. It owns what it owned. */
        DOWN,
        /** Owns nothing any more, and hands over what it has. */
        LEAVING,
        /** Owns nothing, and nobody waits for it. */
        REMOVED;

        /** Whether such a member has a share of the partitions. */
        public boolean owns() {
            return this == JOINING || this == VALID || this == DOWN;
        }
    }

    public Member {
        zone = zone.isEmpty() ? ZONE_DEFAULT : zone;
        if (!NodeId.isName(zone)) {
            throw new IllegalArgumentException("a zone name is 1 to 64 of A-Z a-z 0-9 _ . -");
        }
        if (!(weight >= WEIGHT_MIN && weight <= WEIGHT_MAX)) {
            throw new IllegalArgumentException("a weight is a number from " + WEIGHT_MIN + " to " + WEIGHT_MAX);
        }
        if (address.length() > ADDRESS_CHARS_MAX || address.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new IllegalArgumentException("an address is host:port, or empty");
        }
    }

    /** A full member of the usual weight. */
    public Member(NodeId id, String zone) {
        this(id, zone, 1, Status.VALID, "");
    }

    public Member withStatus(Status next) {
        return new Member(id, zone, weight, next, address);
    }

    public Member withWeight(double next) {
        return new Member(id, zone, next, status, address);
    }

    public Member withZone(String next) {
        return new Member(id, next, weight, status, address);
    }

    public Member withAddress(String next) {
        return new Member(id, zone, weight, status, next);
    }

    /** By node id. */
    @Override
    public int compareTo(Member other) {
        return id.compareTo(other.id);
    }
}
