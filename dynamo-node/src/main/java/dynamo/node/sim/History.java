package dynamo.node.sim;

import static dynamo.node.sim.SimFailure.check;

import com.google.common.collect.ImmutableList;
import dynamo.contract.Key;
import dynamo.version.Dot;
import dynamo.version.WriteId;
import java.util.ArrayList;
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

        Actor(Owner owner) {
            this.owner = owner;
        }
    }

    private final Map<Key, KeyHistory> keys = new LinkedHashMap<>();
    private final Map<Long, Actor> actors = new TreeMap<>();

    History(ImmutableList<Key> keys) {
        keys.forEach(key -> this.keys.put(key, new KeyHistory(key)));
    }

    KeyHistory of(Key key) {
        KeyHistory history = keys.get(key);
        check(history != null, "invention", "%s is a key nobody wrote", key);
        return java.util.Objects.requireNonNull(history);
    }

    ImmutableList<KeyHistory> all() {
        return ImmutableList.copyOf(keys.values());
    }

    /** An actor belongs to one partition of one process and counts from 1 without gaps; so no dot ever comes twice. */
    Write minted(Key key, Dot dot, WriteId id, String node, long incarnation, int partition) {
        KeyHistory history = of(key);
        Write write = history.byId(id)
                .orElseThrow(() -> new SimFailure("invention", dot + " was minted for a write nobody made"));
        Owner owner = new Owner(node, incarnation, partition);
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
        actor.uses.add(new Use(dot, history));
        history.minted(write, dot);
        return write;
    }

    /** All dots the actor minted, by counter. */
    List<Use> usesOf(long actor) {
        Actor known = actors.get(actor);
        return known == null ? List.of() : known.uses;
    }
}
