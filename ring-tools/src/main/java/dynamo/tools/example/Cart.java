package dynamo.tools.example;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A cart whose versions merge: everything added anywhere is in it, and what was removed stays removed, though another version
 * still had it. (Dynamo's own cart, section 4.4 of the paper, only united, so that removed items could come back.)
 *
 * <p>Each addition has a name of its own, so to remove an item is to remove the additions one has seen: an item that somebody adds
 * meanwhile is another addition, and stays. The names of removed additions are kept, for versions that still have them; a
 * cart lives for days, and they are few.
 *
 * @param lines by the name of the addition
 * @param removed names of additions
 */
public record Cart(SortedMap<String, Line> lines, SortedSet<String> removed) {
    public static final Cart EMPTY = new Cart(new TreeMap<>(), new TreeSet<>());

    /** So many of an item. */
    public record Line(String item, int count) {}

    public Cart {
        lines = Collections.unmodifiableSortedMap(new TreeMap<>(lines));
        removed = Collections.unmodifiableSortedSet(new TreeSet<>(removed));
    }

    /** @param addition a name never used before, such as a random UUID; the same again changes nothing */
    public Cart with(String addition, String item, int count) {
        SortedMap<String, Line> more = new TreeMap<>(lines);
        if (!removed.contains(addition)) {
            more.putIfAbsent(addition, new Line(item, count));
        }
        return new Cart(more, removed);
    }

    public Cart without(String item) {
        SortedMap<String, Line> left = new TreeMap<>(lines);
        SortedSet<String> gone = new TreeSet<>(removed);
        for (Map.Entry<String, Line> line : lines.entrySet()) {
            if (line.getValue().item().equals(item)) {
                left.remove(line.getKey());
                gone.add(line.getKey());
            }
        }
        return new Cart(left, gone);
    }

    /** Commutative, associative, and idempotent: clients that merge the same versions come to the same cart. */
    public Cart merge(Cart other) {
        SortedSet<String> gone = new TreeSet<>(removed);
        gone.addAll(other.removed);
        SortedMap<String, Line> all = new TreeMap<>(lines);
        all.putAll(other.lines);
        all.keySet().removeAll(gone);
        return new Cart(all, gone);
    }

    /** How many there are of each item. */
    public SortedMap<String, Integer> items() {
        SortedMap<String, Integer> items = new TreeMap<>();
        lines.values().forEach(line -> items.merge(line.item(), line.count(), Integer::sum));
        return items;
    }
}
