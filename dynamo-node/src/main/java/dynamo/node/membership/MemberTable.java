package dynamo.node.membership;

import dynamo.node.message.Gossip.Status;
import java.util.Arrays;

/**
 * What one node knows of each member: status, incarnation and address, by number, in arrays: 13 bytes a member, for every
 * node has one of these for every other.
 *
 * <p>A member's row is the larger of all that was said of it, by incarnation and then by status (SWIM §4.2): a join, so
 * order and repetition of news do not matter. Unlike the paper's, a death can be refuted, by a higher incarnation.
 */
final class MemberTable {
    private static final Status[] STATUSES = Status.values();

    static final long DIGEST_FACTOR = 0x9e3779b97f4a7c15L;

    private final byte[] statuses;
    private final long[] incarnations;
    private final String[] addresses;
    private final int[] counts = new int[STATUSES.length];

    /** Everybody is alive until it is known better. */
    MemberTable(int members) {
        statuses = new byte[members];
        incarnations = new long[members];
        addresses = new String[members];
        Arrays.fill(addresses, "");
        counts[Status.ALIVE.ordinal()] = members;
    }

    /** What is known of those who stay, under their new numbers. */
    MemberTable become(Members from, Members to) {
        MemberTable next = new MemberTable(to.size());
        for (int member = 0; member < to.size(); member++) {
            int old = from.number(to.id(member));
            if (old != Members.STRANGER) {
                next.merge(member, status(old), incarnation(old), address(old));
            }
        }
        return next;
    }

    /** Whether it was news. An address belongs to an incarnation: news of an older one leave it as it is. */
    boolean merge(int member, Status status, long incarnation, String address) {
        boolean isNewer = incarnation > incarnations[member];
        boolean isWorse = incarnation == incarnations[member] && status.ordinal() > statuses[member];
        if (!address.isEmpty() && (isNewer || isWorse || addresses[member].isEmpty() && isKnown(member, incarnation))) {
            addresses[member] = address;
        }
        if (!isNewer && !isWorse) {
            return false;
        }
        counts[statuses[member]]--;
        counts[status.ordinal()]++;
        statuses[member] = (byte) status.ordinal();
        incarnations[member] = incarnation;
        return true;
    }

    private boolean isKnown(int member, long incarnation) {
        return incarnation == incarnations[member];
    }

    Status status(int member) {
        return STATUSES[statuses[member]];
    }

    long incarnation(int member) {
        return incarnations[member];
    }

    String address(int member) {
        return addresses[member];
    }

    int count(Status status) {
        return counts[status.ordinal()];
    }

    /** Members that are not dead, this node among them. */
    int living() {
        return statuses.length - count(Status.DEAD);
    }

    /** Equal where the rows are, addresses left out. */
    long digest() {
        long digest = 0;
        for (int member = 0; member < statuses.length; member++) {
            digest = digest * DIGEST_FACTOR + incarnations[member];
            digest = digest * DIGEST_FACTOR + statuses[member];
        }
        return digest;
    }
}
