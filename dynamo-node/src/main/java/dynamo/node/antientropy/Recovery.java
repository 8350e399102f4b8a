package dynamo.node.antientropy;

import com.google.common.collect.ImmutableList;
import dynamo.node.env.Requests;
import dynamo.node.message.ExchangeReply.HintedPartitions;
import dynamo.node.message.ExchangeRequest.HintsHeld;
import dynamo.node.replica.Standing;
import dynamo.ring.NodeId;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Brings back what a disk lost. A partition is whole again when every other member has said that it keeps no hints of it, for
 * whichever home, and exchanges begun after that have come to an end with every other home: a hint for another home may be the
 * only other copy of what was acknowledged here.
 */
final class Recovery {
    private static final long ASK_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

    private final Standing standing;
    private final Requests requests;
    private final ImmutableList<NodeId> members;
    private final Homes homes;
    private final Map<NodeId, Long> asked = new TreeMap<>();
    /** Members that have not said yet that they keep nothing of the partition. */
    private final Map<Integer, Set<NodeId>> undrained = new TreeMap<>();

    private final Map<Integer, Set<NodeId>> compared = new TreeMap<>();
    private boolean isAwake;
    private boolean hasNews;
    private long round;
    private long disk;
    private long askedNanos;

    /** @param members all others */
    Recovery(Standing standing, Requests requests, ImmutableList<NodeId> members, Homes homes) {
        this.standing = standing;
        this.requests = requests;
        this.members = members;
        this.homes = homes;
    }

    /** @return whether exchanges of more partitions count from now on */
    boolean tick(long nowNanos) {
        boolean isSame = standing.mayHeal() && disk == standing.disk();
        if (isAwake && !isSame) {
            sleep();
        }
        if (!isAwake && standing.mayHeal()) {
            wake(nowNanos);
        }
        if (isAwake && nowNanos - askedNanos >= ASK_AGAIN_NANOS) {
            askedNanos = nowNanos;
            forget();
            members.stream()
                    .filter(member -> undrained.values().stream().anyMatch(left -> left.contains(member)))
                    .forEach(this::ask);
        }
        boolean news = hasNews;
        hasNews = false;
        return news;
    }

    private void wake(long nowNanos) {
        isAwake = true;
        round++;
        disk = standing.disk();
        homes.partitions().stream()
                .filter(partition -> !standing.votes(partition))
                .forEach(partition -> undrained.put(partition, new TreeSet<>(members)));
        askedNanos = nowNanos - ASK_AGAIN_NANOS;
    }

    private void ask(NodeId member) {
        asked.put(member, requests.send(member, new HintsHeld(), reply -> {
            asked.remove(member);
            if (reply.isPresent() && reply.get() instanceof HintedPartitions held) {
                onHeld(member, new TreeSet<>(held.partitions()));
            }
        }));
    }

    private void onHeld(NodeId member, Set<Integer> hinted) {
        undrained.forEach((partition, left) -> {
            if (!hinted.contains(partition) && left.remove(member)) {
                hasNews |= left.isEmpty();
                healIfCompared(partition); // a single home has nobody to compare with
            }
        });
    }

    /** For an exchange to remember when it begins; 0 when it does not count. */
    long round(int partition) {
        return isDrained(partition) ? round : 0;
    }

    private boolean isDrained(int partition) {
        Set<NodeId> left = undrained.get(partition);
        return isAwake && left != null && left.isEmpty();
    }

    /** Rows that the peer cannot read are copies it lost: what else there is of them, others have. */
    void onCompared(Pair pair, long begunInRound) {
        if (begunInRound != 0 && begunInRound == round && isAwake) {
            compared.computeIfAbsent(pair.partition(), p -> new TreeSet<>()).add(pair.peer());
            healIfCompared(pair.partition());
        }
    }

    /** What is still to be compared, and counts. */
    ImmutableList<Pair> left() {
        return homes.partitions().stream()
                .filter(partition -> isDrained(partition) && !standing.votes(partition))
                .flatMap(partition -> homes.others(partition).stream())
                .filter(pair -> !isCompared(pair))
                .collect(ImmutableList.toImmutableList());
    }

    private void healIfCompared(int partition) {
        if (isDrained(partition) && homes.others(partition).stream().allMatch(this::isCompared)) {
            standing.heal(partition, homes.partitions());
        }
    }

    private boolean isCompared(Pair pair) {
        Set<NodeId> peers = compared.get(pair.partition());
        return peers != null && peers.contains(pair.peer());
    }

    void sleep() {
        isAwake = false;
        forget();
        undrained.clear();
        compared.clear();
    }

    private void forget() {
        asked.values().forEach(requests::forget);
        asked.clear();
    }
}
