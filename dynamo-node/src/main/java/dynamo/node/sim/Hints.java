package dynamo.node.sim;

import com.google.common.collect.ImmutableList;
import dynamo.contract.Key;
import dynamo.node.sim.RowLayout.HintName;
import dynamo.ring.NodeId;
import dynamo.version.Siblings;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The hints on one disk: records kept for absent homes. */
final class Hints {
    private final Map<Key, Map<NodeId, Siblings>> records = new LinkedHashMap<>();
    private final Set<HintName> rotten = new LinkedHashSet<>();

    void put(HintName name, Siblings hint) {
        rotten.remove(name);
        ofKey(name.key()).put(name.home(), hint);
    }

    void remove(HintName name) {
        rotten.remove(name);
        ofKey(name.key()).remove(name.home());
    }

    void rot(HintName name) {
        rotten.add(name);
    }

    boolean isRotten(HintName name) {
        return rotten.contains(name);
    }

    void clear() {
        records.clear();
        rotten.clear();
    }

    Optional<Siblings> find(HintName name) {
        return Optional.ofNullable(ofKey(name.key()).get(name.home()));
    }

    /** The records that can be read, of this key for any home. */
    ImmutableList<Siblings> of(Key key) {
        return ofEach(key).values().stream().collect(ImmutableList.toImmutableList());
    }

    /** Also those that cannot be read. */
    ImmutableList<Siblings> all(Key key) {
        return ImmutableList.copyOf(ofKey(key).values());
    }

    /** The same, by home. */
    Map<NodeId, Siblings> ofEach(Key key) {
        Map<NodeId, Siblings> legible = new TreeMap<>(ofKey(key));
        legible.keySet().removeIf(home -> rotten.contains(new HintName(home, key)));
        return legible;
    }

    private Map<NodeId, Siblings> ofKey(Key key) {
        return records.computeIfAbsent(key, k -> new TreeMap<>());
    }

    /** How many can be read. */
    int count() {
        return records.values().stream().mapToInt(Map::size).sum() - rotten.size();
    }
}
