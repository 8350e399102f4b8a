package dynamo.node.sim;

import static dynamo.node.sim.SimFailure.check;

import com.google.common.collect.ImmutableList;
import dynamo.contract.Key;
import dynamo.node.env.Storage.Change;
import dynamo.node.env.Storage.Table;
import dynamo.node.sim.RowLayout.ClockName;
import dynamo.node.sim.RowLayout.HintName;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import dynamo.version.Dot;
import dynamo.version.MalformedException;
import dynamo.version.Runs;
import dynamo.version.Siblings;
import dynamo.version.VersionVector;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is durable on one machine's disk, decoded as it gets there and checked at once: records say the truth; what rows and
 * clocks account for only grows; and a dot in a partition clock is reflected in the rows of the same durable state (C1).
 */
final class Copies {
    private final History history;
    private final NodeId machine;
    private final AllCopies all;
    private final Map<Key, Siblings> records = new LinkedHashMap<>();
    private final Hints hints = new Hints();
    private final Clocks clocks = new Clocks();
    private final Set<Key> rotten = new LinkedHashSet<>();
    private final BitSet damaged = new BitSet();
    private final Map<Key, BitSet> lost = new LinkedHashMap<>();
    private final Set<Key> dropping = new LinkedHashSet<>();
    private final String where;
    private boolean setBack;

    Copies(History history, NodeId machine, AllCopies all) {
        this.history = history;
        this.machine = machine;
        this.all = all;
        where = "durable at " + machine;
    }

    /** Clocks first: a row may leave to the clock what the same batch puts there. */
    void onDurable(ImmutableList<Change> batch) {
        Map<ClockName, BitSet> grown = new LinkedHashMap<>();
        for (Change change : batch) {
            if (change.table() == Table.META) {
                RowLayout.clock(change.key()).ifPresent(name -> grown.put(name, onClock(name, change.value())));
            }
        }
        for (Change change : batch) {
            if (change.table() == Table.DATA) {
                onRecord(RowLayout.key(change.key()), change.value());
            } else if (change.table() == Table.HINTS) {
                onHint(RowLayout.hint(change.key()), change.value());
            }
        }
        for (Change change : batch) {
            if (change.table() == Table.DATA) {
                checkRow(history.of(RowLayout.key(change.key())));
            }
        }
        grown.forEach(this::checkClock);
    }

    /** The row of the key, as last written; it may have rotted since. */
    Optional<Siblings> record(Key key) {
        return Optional.ofNullable(records.get(key));
    }

    Hints hints() {
        return hints;
    }

    /** Whether the write, or what superseded it, is durable here: in the key's row, by the clock, or in a hint. */
    boolean reflects(Write write) {
        return !rotten.contains(write.key())
                        && (covers(records.get(write.key()), write)
                                || write.dots().stream().anyMatch(clocks::contains))
                || hints.of(write.key()).stream().anyMatch(hint -> covers(hint, write));
    }

    /** Whether the key's row shows what superseded the write: where the clock began anew a row need not name all it covers. */
    boolean supersedes(KeyHistory known, Write write) {
        Siblings record = rotten.contains(known.key()) ? null : records.get(known.key());
        return record != null
                && known.perhapsSuperseded(RecordCheck.live(known, record, where))
                        .get(write.index());
    }

    /** Whether it is durable here in some hint, readable or not. */
    boolean keeps(Write write) {
        return hints.all(write.key()).stream().anyMatch(hint -> covers(hint, write));
    }

    /** Whether the key's row covers it. */
    boolean hasInRow(Write write) {
        return covers(records.get(write.key()), write);
    }

    /** Whether it is durable here in a hint for that home. */
    boolean keepsFor(NodeId home, Write write) {
        return covers(hints.ofEach(write.key()).get(home), write);
    }

    /** The same of what was durable here before a disk was lost. */
    boolean onceReflected(Write write) {
        BitSet writes = lost.get(write.key());
        return writes != null && writes.get(write.index());
    }

    NodeId machine() {
        return machine;
    }

    /** All of the key goes, since others have it: what was here once is lost nowhere. */
    void dropped(KeyHistory key) {
        lose(key);
        dropping.add(key.key());
    }

    boolean accountsFor(Dot dot) {
        return clocks.contains(dot);
    }

    /** Whether a row or a hint here, readable or not, has the dot. */
    boolean holds(KeyHistory key, Dot dot) {
        Siblings record = records.get(key.key());
        return record != null && KeyHistory.isLive(record, dot)
                || hints.of(key.key()).stream().anyMatch(hint -> KeyHistory.isLive(hint, dot));
    }

    boolean accountsFor(VersionVector vector) {
        return clocks.holds(vector);
    }

    boolean onceAccountedFor(VersionVector vector) {
        return clocks.onceHeld(vector);
    }

    boolean isRotten(Key key) {
        return rotten.contains(key);
    }

    /** Whether rows or clock rows of the partition were lost here, now or once. */
    boolean isDamaged(int partition) {
        return damaged.get(partition);
    }

    /** This row's copy is no longer worth anything, until it is written anew. */
    void rot(Key key) {
        lose(history.of(key));
        rotten.add(key);
        damaged.set(history.of(key).partition());
    }

    void rotClock(ClockName name) {
        damaged.set(name.partition());
    }

    void rotHint(HintName name) {
        lose(history.of(name.key()));
        hints.rot(name);
    }

    private void lose(KeyHistory key) {
        for (Write write : key.writes()) {
            if (reflects(write)) {
                lost.computeIfAbsent(key.key(), k -> new BitSet()).set(write.index());
            }
        }
    }

    /** Whether the disk was set back, and its storage did not tell. */
    boolean isSetBack() {
        return setBack;
    }

    /**
     * The disk is another one now.
     *
     * @param silently whether its storage will not tell
     */
    void replaced(Disk disk, boolean silently) {
        setBack |= silently;
        for (KeyHistory key : history.all()) {
            lose(key);
            damaged.set(key.partition());
        }
        records.clear();
        hints.clear();
        rotten.clear();
        clocks.clear();
        dropping.clear();
        disk.forEach(
                Table.META,
                (row, cell) -> RowLayout.clock(row).ifPresent(name -> onClock(name, Optional.of(cell.value()))));
        disk.forEach(Table.DATA, (row, cell) -> {
            onRecord(RowLayout.key(row), Optional.of(cell.value()));
            if (!cell.readable()) {
                rotten.add(RowLayout.key(row));
            }
        });
        disk.forEach(Table.HINTS, (row, cell) -> {
            onHint(RowLayout.hint(row), Optional.of(cell.value()));
            if (!cell.readable()) {
                hints.rot(RowLayout.hint(row));
            }
        });
    }

    private void onRecord(Key key, Optional<Bytes> value) {
        KeyHistory known = history.of(key);
        check(known.homes().contains(machine), "stray-row", "%s stores %s, and is no home of it", machine, key);
        Siblings before = records.get(key);
        boolean healed = rotten.remove(key);
        if (healed) {
            all.tally().hit(Probe.ROW_HEALED);
        }
        if (value.isEmpty()) {
            records.remove(key);
            if (before != null && !healed && !dropping.contains(key)) {
                all.onRowDeleted(this, known, before);
            }
        } else {
            dropping.remove(key);
            Siblings record = decode(key, value.get());
            records.put(key, record);
            // who has yet to fetch a partition does not know what a stripped vector leaves to its clock
            RecordCheck.judge(known, record, isDamaged(known.partition()) || all.isLacking(this, known), where);
            if (!isDamaged(known.partition()) && !all.isLacking(this, known)) {
                RecordCheck.resurrection(known, record, Long.MAX_VALUE, where);
            }
        }
        boolean drops = value.isEmpty() && dropping.contains(key);
        if (before != null && !healed && !drops) {
            checkGrown(known, before, value.isPresent() ? records.get(key) : null);
        }
        probe(before, records.get(key));
    }

    /** What the row covered, it covers still, or the clock does. */
    private void checkGrown(KeyHistory known, Siblings before, @Nullable Siblings after) {
        VersionVector left = after == null ? VersionVector.EMPTY : after.vector();
        for (int i = 0; i < before.vector().size(); i++) {
            Dot last = before.vector().entry(i);
            if (left.counter(last.actor()) < last.counter()) {
                check(
                        clocks.of(last.actor()).wholeUpTo(last.counter()),
                        "rows-grow",
                        "%s forgets %s of %s, %s",
                        left,
                        last,
                        RecordCheck.text(known, before),
                        where);
                if (after != null) {
                    all.onStripped(this, known, last);
                }
            }
        }
    }

    private void probe(@Nullable Siblings before, @Nullable Siblings after) {
        boolean wasDeleted = before != null && !before.live().isEmpty() && !before.hasValue();
        boolean isDeleted = after != null && !after.live().isEmpty() && !after.hasValue();
        if (isDeleted && !wasDeleted) {
            all.tally().hit(Probe.DELETED);
        }
        if (wasDeleted && after != null && after.hasValue()) {
            all.tally().hit(Probe.WRITTEN_AGAIN);
        }
    }

    private void onHint(HintName name, Optional<Bytes> value) {
        KeyHistory known = history.of(name.key());
        boolean wasRotten = hints.isRotten(name);
        Optional<Siblings> before = hints.find(name);
        if (value.isPresent()) {
            Siblings hint = decode(name.key(), value.get());
            // who keeps it has no clock, and cannot know what a stripped vector left to clocks
            RecordCheck.judge(known, hint, true, "a hint for " + name.home() + " " + where);
            check(
                    before.isEmpty()
                            || wasRotten
                            || hint.vector().descends(before.get().vector())
                            || all.isHandedOver(
                                    this, name.home(), known, before.get()), // and kept anew in the same batch
                    "rows-grow",
                    "a hint for %s forgets part of %s, %s",
                    name.home(),
                    before,
                    where);
            hints.put(name, hint);
            hint.live().forEach(sibling -> known.byDot(sibling.dot()).ifPresent(Write::hintKept));
            all.tally().count("hint row written");
        } else {
            hints.remove(name);
            if (before.isPresent() && !wasRotten) {
                all.onHintDeleted(this, name, known, before.get());
            }
        }
    }

    private Siblings decode(Key key, Bytes value) {
        try {
            return Siblings.decode(value);
        } catch (MalformedException e) {
            throw new SimFailure("malformed-row", machine + " wrote a row of " + key + " nobody can read", e);
        }
    }

    /** @return the counters that are new in it */
    private BitSet onClock(ClockName name, Optional<Bytes> value) {
        Runs runs = value.map(Runs::decode).orElse(Runs.EMPTY);
        Runs before = clocks.of(name.actor());
        long last = history.usesOf(name.actor()).size();
        check(
                history.isActorOf(name.actor(), name.partition())
                        && (!runs.contains(last + 1) || history.isClosed(name.actor())),
                "C1",
                "%s accounts for dots of %s nobody minted in partition %s",
                machine,
                Long.toHexString(name.actor()),
                name.partition());
        boolean drops = history.all().stream()
                .anyMatch(key -> key.partition() == name.partition() && dropping.contains(key.key()));
        for (long counter = 1; counter <= last && !drops && !isDamaged(name.partition()); counter++) {
            check(
                    runs.contains(counter) || !before.contains(counter),
                    "clock-grows",
                    "%s no longer accounts for %s of %s",
                    machine,
                    counter,
                    Long.toHexString(name.actor()));
        }
        return clocks.put(name, runs, last);
    }

    /** What the clock has of this key and the row's vector does not is accounted for all the same. */
    private void checkRow(KeyHistory known) {
        Siblings record = records.get(known.key());
        for (KeyHistory.Minted minted : known.minted()) {
            if ((record == null || !record.vector().covers(minted.dot())) && clocks.contains(minted.dot())) {
                checkAccounted(known, minted.dot());
            }
        }
    }

    private void checkClock(ClockName name, BitSet grown) {
        for (int counter = grown.nextSetBit(1); counter >= 0; counter = grown.nextSetBit(counter + 1)) {
            History.Use use = history.usesOf(name.actor()).get(counter - 1);
            if (clocks.contains(use.dot())) {
                checkAccounted(use.key(), use.dot());
            }
        }
    }

    private void checkAccounted(KeyHistory known, Dot dot) {
        Siblings record = records.get(known.key());
        if (record != null && record.vector().covers(dot) || history.isHole(dot)) {
            return;
        }
        BitSet live = record == null ? new BitSet() : RecordCheck.live(known, record, where);
        Write write = known.byDot(dot).orElseThrow();
        check(
                known.explainedBy(live).get(write.index()),
                "C1",
                "%s accounts for %s %s, which its row of %s neither shows nor supersedes: %s",
                machine,
                dot,
                write,
                known.key(),
                record == null ? "none" : RecordCheck.text(known, record));
    }

    private static boolean covers(@Nullable Siblings record, Write write) {
        return record != null
                && write.dots().stream().anyMatch(dot -> record.vector().covers(dot));
    }

    @Override
    public String toString() {
        return machine.name();
    }
}
