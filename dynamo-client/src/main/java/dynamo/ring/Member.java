package dynamo.ring;

/**
 * A node as the ring knows it.
 *
 * @param zone what fails together, such as a rack or a data hall; 1 to 64 of {@code A-Z a-z 0-9 _ . -}. Empty means none
 *     was told: all such nodes share the zone {@value #ZONE_DEFAULT}
 */
public record Member(NodeId id, String zone) implements Comparable<Member> {
    public static final String ZONE_DEFAULT = "default";

    public Member {
        zone = zone.isEmpty() ? ZONE_DEFAULT : zone;
        if (!NodeId.isName(zone)) {
            throw new IllegalArgumentException("a zone name is 1 to 64 of A-Z a-z 0-9 _ . -");
        }
    }

    /** By node id. */
    @Override
    public int compareTo(Member other) {
        return id.compareTo(other.id);
    }
}
