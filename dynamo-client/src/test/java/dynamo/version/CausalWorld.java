package dynamo.version;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * A few replicas of one key with clients, messages that come late, twice or never, disks that fall back and disks that are
 * lost; beside every record the set of writes it truly knows. That set is all the model has: a write is superseded when a
 * known write's client had been shown it, or anything that knew it. No clocks, no vectors.
 */
final class CausalWorld {

    /** A record, and the writes it stems from. */
    record Copy(Siblings record, Set<Dot> known) {}

    private static final class Replica {
        Copy now = NOTHING;
        Copy durable = NOTHING;
        long actor;
        long counter;
    }

    private static final Copy NOTHING = new Copy(Siblings.EMPTY, Set.of());
    private static final int MESSAGES_MAX = 40;

    private final SplittableRandom random;
    private final boolean actorsRetire;
    private final List<Replica> replicas = new ArrayList<>();
    private final List<Copy> messages = new ArrayList<>();
    private final List<Copy> reads = new ArrayList<>();
    private final Map<Dot, Set<Dot>> shownToWriter = new LinkedHashMap<>();
    private final List<Copy> copies = new ArrayList<>();

    /** @param actorsRetire the law of minting; without it a replica that forgot its writes mints on as the same actor */
    CausalWorld(long seed, int size, boolean actorsRetire) {
        this.random = new SplittableRandom(seed);
        this.actorsRetire = actorsRetire;
        for (int i = 0; i < size; i++) {
            Replica replica = new Replica();
            replica.actor = random.nextLong();
            replicas.add(replica);
        }
        reads.add(NOTHING);
    }

    /** One random event; returns what is false about the record it left, empty when nothing is. */
    String step() {
        Replica replica = replicas.get(random.nextInt(replicas.size()));
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> write(replica, reads.get(random.nextInt(reads.size())));
            case 3 -> write(replica, replica.now);
            case 4, 5, 6 -> reads.add(replica.now);
            case 7, 8 -> messages.add(replica.now);
            case 9 -> deliver(replica);
            case 10 -> replica.durable = replica.now;
            default -> forget(replica);
        }
        trim(reads);
        trim(messages);
        copies.add(replica.now);
        return falsehood(replica.now);
    }

    /** Everybody hears of everything that any replica still knows. */
    List<Siblings> converge() {
        Copy all = NOTHING;
        for (Replica replica : replicas) {
            all = sync(all, replica.now);
        }
        for (Replica replica : replicas) {
            replica.now = sync(replica.now, all);
        }
        return replicas.stream().map(replica -> replica.now.record).toList();
    }

    List<Copy> copies() {
        return copies;
    }

    private void write(Replica at, Copy shown) {
        Dot dot = new Dot(at.actor, ++at.counter + random.nextInt(2)); // between two writes, one to another key
        at.counter = dot.counter();
        shownToWriter.put(dot, shown.known);
        Set<Dot> known = new LinkedHashSet<>(at.now.known);
        known.addAll(shown.known);
        known.add(dot);
        Siblings made = at.now.record.put(shown.record.vector(), RandomRecords.written(dot));
        at.now = new Copy(made, known);
        messages.add(at.now);
    }

    private void deliver(Replica to) {
        if (!messages.isEmpty()) {
            to.now = sync(to.now, messages.get(random.nextInt(messages.size()))); // and it may come again
        }
    }

    /** A restart: what was not durable is gone; now and then all is. */
    private void forget(Replica replica) {
        if (random.nextInt(4) == 0) {
            replica.durable = NOTHING;
        }
        replica.now = replica.durable;
        if (actorsRetire) {
            replica.actor = random.nextLong();
            replica.counter = 0;
        }
    }

    private static Copy sync(Copy a, Copy b) {
        Set<Dot> known = new LinkedHashSet<>(a.known);
        known.addAll(b.known);
        return new Copy(Siblings.sync(a.record, b.record), known);
    }

    /** Live must be exactly what is known and was shown to no known write; covered exactly what is known. */
    String falsehood(Copy copy) {
        Set<Dot> expected = new TreeSet<>(copy.known);
        copy.known.forEach(dot -> expected.removeAll(shownToWriter.get(dot)));
        Set<Dot> live = new TreeSet<>();
        copy.record.live().forEach(sibling -> live.add(sibling.dot()));
        if (!live.equals(expected)) {
            return "live " + live + " should be " + expected;
        }
        for (Dot dot : shownToWriter.keySet()) {
            if (copy.record.vector().covers(dot) != copy.known.contains(dot)) {
                return dot + " known " + copy.known.contains(dot) + " but vector " + copy.record.vector();
            }
        }
        return "";
    }

    private static void trim(List<Copy> list) {
        if (list.size() > MESSAGES_MAX) {
            list.remove(0);
        }
    }
}
