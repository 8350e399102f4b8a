package dynamo.node.hint;

import dynamo.node.env.NodeEvents;
import dynamo.node.replica.RetiredActors;
import dynamo.version.Dot;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Per partition, the actor that mints here for homes that cannot be reached. Never the replica's.
 *
 * <p>The law of minting: it mints only while this node still holds every hint of the partition that it stored under it. So it
 * lives in memory only, and is given up when one was handed over and dropped, cannot be read, or was taken back.
 */
final class HintActors {
    private final RandomGenerator entropy;
    private final NodeEvents events;
    private final RetiredActors retired;
    private final Map<Integer, Dot> next = new TreeMap<>();

    HintActors(RandomGenerator entropy, NodeEvents events, LongSupplier nowNanos) {
        this.entropy = entropy;
        this.events = events;
        retired = new RetiredActors(nowNanos);
    }

    /** The dot the next write of this partition gets. */
    Dot next(int partition) {
        return next.computeIfAbsent(partition, p -> new Dot(entropy.nextLong(), 1));
    }

    /** A write got that dot. */
    void taken(int partition) {
        Dot dot = next(partition);
        next.put(partition, new Dot(dot.actor(), dot.counter() + 1));
    }

    /** Whether a put may be under way for which this node minted under the actor. */
    boolean isActive(int partition, long actor) {
        Dot dot = next.get(partition);
        return dot != null && dot.actor() == actor || retired.isRecent(actor);
    }

    void retire(int partition, String why) {
        Dot dot = next.remove(partition);
        if (dot != null) {
            retired.add(dot.actor());
            events.onActorRetired(partition, why);
        }
    }

    void retireAll(String why) {
        next.forEach((partition, dot) -> {
            retired.add(dot.actor());
            events.onActorRetired(partition, why);
        });
        next.clear();
    }
}
