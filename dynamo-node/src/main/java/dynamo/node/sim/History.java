package dynamo.node.sim;

import static dynamo.node.sim.SimFailure.check;

import com.google.common.collect.ImmutableList;
import dynamo.contract.Key;
import dynamo.ring.Ring;
import dynamo.version.Dot;
import dynamo.version.Siblings;
import dynamo.version.WriteId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What truly happened, kept outside the nodes: the histories of all keys, and whose actor minted what. */
final class History {

    /** Who may mint under an actor: one partition of one process. */
    private record Owner(String node, long incarnation, int partition) {}

    /** A dot of an actor, with the key it was minted for. */
    record Use(Dot dot, KeyHistory key) {}

    private static final class Actor {
        final Owner owner;
        final List<Use> uses = new ArrayList<>();
        final BitSet holes = new BitSet();
        boolean closed;

        Actor(Owner owner) {
            this.owner = owner;
        }
    }

    private final ImmutableList<KeyHistory> all;
    private final Map<Key, KeyHistory> keys = new LinkedHashMap<>();
    private final Map<Long, Actor> actors = new TreeMap<>();

    History(ImmutableList<Key> keys, Ring ring) {
        all = keys.stream().map(key -> new KeyHistory(key, ring, this)).collect(ImmutableList.toImmutableList());
        all.forEach(history -> this.keys.put(history.key(), history));
    }

    KeyHistory of(Key key) {
        KeyHistory history = keys.get(key);
        check(history != null, "invention", "%s is a key nobody wrote", key);
        return java.util.Objects.requireNonNull(history);
    }

    ImmutableList<KeyHistory> all() {
        return all;
    }

    /** An actor belongs to one partition of one process and counts from 1 without gaps; so no dot ever comes twice. */
    Write minted(Key key, Dot dot, WriteId id, String node, long incarnation, Siblings made) {
        KeyHistory history = of(key);
        Write write = history.byId(id)
                .orElseThrow(() -> new SimFailure("invention", dot + " was minted for a write nobody made"));
        check(!write.isRejected(), "honest-outcome", "%s gets a dot after it was said not to be applied", write);
        Owner owner = new Owner(node, incarnation, history.partition());
        Actor actor = actors.computeIfAbsent(dot.actor(), a -> new Actor(owner));
        check(
                actor.owner.equals(owner),
                "dot-unique",
                "%s is minted by %s with an actor of %s",
                dot,
                owner,
                actor.owner);
        check(
                dot.counter() == actor.uses.size() + 1,
                "dot-unique",
                "%s follows %s dots of its actor",
                dot,
                actor.uses.size());
        check(!actor.closed, "closed-early", "%s is minted by an actor that was closed", dot);
        actor.uses.add(new Use(dot, history));
        history.minted(write, dot, made);
        return write;
    }

    /** All dots the actor minted, by counter. */
    List<Use> usesOf(long actor) {
        Actor known = actors.get(actor);
        return known == null ? List.of() : known.uses;
    }

    /** Nobody has these dots, it is said, nor ever will. */
    void closed(long actor, BitSet holes) {
        Actor known = actors.get(actor);
        if (known != null) {
            known.closed = true;
            known.holes.or(holes);
        }
    }

    boolean isClosed(long actor) {
        Actor known = actors.get(actor);
        return known != null && known.closed;
    }

    /** Whether the dot was said to be nothing when its actor was closed. */
    boolean isHole(Dot dot) {
        Actor known = actors.get(dot.actor());
        return known != null && known.holes.get((int) dot.counter());
    }

    /** The partition whose writes it names; none for an actor that never minted. */
    boolean isActorOf(long actor, int partition) {
        Actor known = actors.get(actor);
        return known != null && known.owner.partition == partition;
    }
}
