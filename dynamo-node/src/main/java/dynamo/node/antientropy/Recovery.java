package dynamo.node.antientropy;

import com.google.common.collect.ImmutableList;
import dynamo.node.env.Requests;
import dynamo.node.message.ExchangeReply.HintedPartitions;
import dynamo.node.message.ExchangeRequest.HintsHeld;
import dynamo.ring.NodeId;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Makes partitions whole: those a disk lost, and those that the node is to get. One is whole when every other member has said
 * that it keeps no hints of it, for whichever home, and exchanges begun after that have come to an end with every home that is
 * to be compared with: a hint for another home may be the only other copy of what was acknowledged.
 */
final class Recovery {
    private static final long ASK_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

    /** What is to be made whole, and why. */
    interface Cause {
        /** Whether what is compared now counts. */
        boolean isReady();

        /** With another one all begins anew. */
        long generation();

        ImmutableList<Integer> partitions();

        /** Whom the partition is to be compared with. */
        ImmutableList<NodeId> sources(int partition);

        void onWhole(int partition);

        /** There are no such partitions, or none any more. */
        void onNothingLeft();
    }

    private final Cause cause;
    private final Requests requests;
    private final Supplier<ImmutableList<NodeId>> members;
    private final Supplier<ImmutableList<NodeId>> but;
    private final Map<NodeId, Long> asked = new TreeMap<>();
    /** Members that have not said yet that they keep nothing of the partition. */
    private final Map<Integer, Set<NodeId>> undrained = new TreeMap<>();

    private final Map<Integer, Set<NodeId>> compared = new TreeMap<>();
    private boolean isAwake;
    private boolean hasNews;
    private long round;
    private long generation;
    private long askedNanos;

    /**
     * @param members all others that are waited for
     * @param but homes that are not: what is kept for them need not be handed over first
     */
    Recovery(
            Cause cause,
            Requests requests,
            Supplier<ImmutableList<NodeId>> members,
            Supplier<ImmutableList<NodeId>> but) {
        this.cause = cause;
        this.requests = requests;
        this.members = members;
        this.but = but;
    }

    /** @return whether exchanges of more partitions count from now on */
    boolean tick(long nowNanos) {
        boolean isSame = cause.isReady() && generation == cause.generation();
        if (isAwake && !isSame) {
            sleep();
        }
        if (!isAwake && cause.isReady()) {
            wake(nowNanos);
        }
        if (isAwake) {
            begin();
        }
        if (isAwake && nowNanos - askedNanos >= ASK_AGAIN_NANOS) {
            askedNanos = nowNanos;
            forget();
            members.get().stream()
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
        generation = cause.generation();
        askedNanos = nowNanos - ASK_AGAIN_NANOS;
    }

    /** A member that is not waited for any more need not answer, nor be compared with. */
    private void begin() {
        Set<NodeId> others = new TreeSet<>(members.get());
        ImmutableList<Integer> partitions = cause.partitions();
        if (partitions.isEmpty()) {
            cause.onNothingLeft();
        }
        undrained.keySet().retainAll(partitions);
        for (int partition : partitions) {
            Set<NodeId> left = undrained.computeIfAbsent(partition, p -> new TreeSet<>(others));
            if (left.retainAll(others) || left.isEmpty()) {
                healIfCompared(partition);
            }
        }
    }

    private void ask(NodeId member) {
        asked.put(member, requests.send(member, new HintsHeld(but.get()), reply -> {
            asked.remove(member);
            if (reply.isPresent() && reply.get() instanceof HintedPartitions held) {
                onHeld(member, new TreeSet<>(held.partitions()));
            }
        }));
    }

    private void onHeld(NodeId member, Set<Integer> hinted) {
        for (Integer partition : ImmutableList.copyOf(undrained.keySet())) {
            Set<NodeId> left = undrained.get(partition);
            if (left != null && !hinted.contains(partition) && left.remove(member)) {
                hasNews |= left.isEmpty();
                healIfCompared(partition); // a single home has nobody to compare with
            }
        }
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
        return cause.partitions().stream()
                .filter(this::isDrained)
                .flatMap(partition -> cause.sources(partition).stream().map(source -> new Pair(partition, source)))
                .filter(pair -> !isCompared(pair))
                .collect(ImmutableList.toImmutableList());
    }

    private void healIfCompared(int partition) {
        if (isDrained(partition)
                && cause.sources(partition).stream().allMatch(source -> isCompared(new Pair(partition, source)))) {
            undrained.remove(partition);
            compared.remove(partition);
            cause.onWhole(partition);
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
