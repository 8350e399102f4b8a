package dynamo.node.sim;

import static dynamo.node.sim.SimFailure.check;

import com.google.common.collect.ImmutableList;
import dynamo.contract.Key;
import dynamo.node.env.Storage.Change;
import dynamo.node.env.Storage.Table;
import dynamo.node.sim.RowLayout.ClockName;
import dynamo.version.Bytes;
import dynamo.version.MalformedException;
import dynamo.version.Runs;
import dynamo.version.Siblings;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is durable on one machine's disk, decoded as it gets there and checked at once: records say the truth, rows only
 * grow, and a dot in a partition clock is reflected in the rows of the same durable state (C1).
 */
final class Copies {
    private final History history;
    private final String machine;
    private final Map<Key, Siblings> records = new LinkedHashMap<>();
    private final Map<ClockName, Runs> clocks = new TreeMap<>();
    private final Set<Key> rotten = new LinkedHashSet<>();
    private final Map<Key, Siblings> lost = new LinkedHashMap<>();
    private long clockRowsSeen;

    Copies(History history, String machine) {
        this.history = history;
        this.machine = machine;
    }

    void onDurable(ImmutableList<Change> batch) {
        for (Change change : batch) {
            if (change.table() == Table.DATA) {
                onRecord(RowLayout.key(change.key()), change.value());
            } else if (change.table() == Table.META) {
                RowLayout.clock(change.key()).ifPresent(name -> onClock(name, change.value()));
            }
        }
        for (Change change : batch) {
            if (change.table() == Table.DATA) {
                checkClocks(RowLayout.key(change.key()));
            } else if (change.table() == Table.META) {
                RowLayout.clock(change.key()).ifPresent(this::checkClock);
            }
        }
    }

    Optional<Siblings> record(Key key) {
        return Optional.ofNullable(records.get(key));
    }

    /** Whether the write, or what superseded it, is durable here. */
    boolean reflects(Write write) {
        return !rotten.contains(write.key()) && covers(records.get(write.key()), write);
    }

    /** The same of what was durable here before a disk was lost. */
    boolean onceReflected(Write write) {
        return covers(lost.get(write.key()), write);
    }

    boolean sawClockRows() {
        return clockRowsSeen > 0;
    }

    boolean isRotten(Key key) {
        return rotten.contains(key);
    }

    /** This row's copy is no longer worth anything, until it is written anew. */
    void rot(Key key) {
        rotten.add(key);
        lose(key);
    }

    private void lose(Key key) {
        Siblings record = records.get(key);
        if (record != null) {
            lost.merge(key, record, Siblings::sync);
        }
    }

    /** The disk is another one now. */
    void replaced(Disk disk) {
        records.keySet().forEach(this::lose);
        records.clear();
        rotten.clear();
        clocks.clear();
        disk.forEach(Table.DATA, (row, cell) -> {
            onRecord(RowLayout.key(row), Optional.of(cell.value()));
            if (!cell.readable()) {
                rotten.add(RowLayout.key(row));
            }
        });
        disk.forEach(
                Table.META,
                (row, cell) -> RowLayout.clock(row).ifPresent(name -> onClock(name, Optional.of(cell.value()))));
    }

    private void onRecord(Key key, Optional<Bytes> value) {
        check(value.isPresent(), "lost-row", "%s deletes the row of %s", machine, key);
        Siblings record = decode(key, value.orElseThrow());
        Siblings before = records.put(key, record);
        String where = "durable at " + machine;
        RecordCheck.judge(history.of(key), record, where);
        if (before != null && !rotten.remove(key)) {
            check(
                    record.vector().descends(before.vector()),
                    "rows-grow",
                    "%s forgets part of %s, %s",
                    record.vector(),
                    before.vector(),
                    where);
        }
    }

    private Siblings decode(Key key, Bytes value) {
        try {
            return Siblings.decode(value);
        } catch (MalformedException e) {
            throw new SimFailure("malformed-row", machine + " wrote a row of " + key + " nobody can read", e);
        }
    }

    private void onClock(ClockName name, Optional<Bytes> value) {
        clockRowsSeen++;
        if (value.isPresent()) {
            clocks.put(name, Runs.decode(value.get()));
        } else {
            clocks.remove(name);
        }
    }

    private void checkClocks(Key key) {
        Siblings record = records.get(key);
        for (KeyHistory.Minted minted : history.of(key).minted()) {
            if (record == null || !record.vector().covers(minted.dot())) {
                clocks.forEach((name, runs) -> check(
                        name.actor() != minted.dot().actor()
                                || !runs.contains(minted.dot().counter()),
                        "C1",
                        "%s accounts for %s, which its row of %s lacks",
                        machine,
                        minted.write(),
                        key));
            }
        }
    }

    private void checkClock(ClockName name) {
        Runs runs = clocks.getOrDefault(name, Runs.EMPTY);
        for (History.Use use : history.usesOf(name.actor())) {
            if (runs.contains(use.dot().counter())) {
                Siblings record = records.get(use.key().key());
                check(
                        record != null && record.vector().covers(use.dot()),
                        "C1",
                        "%s accounts for %s, which no row of it reflects",
                        machine,
                        use.dot());
            }
        }
        check(
                !runs.contains(history.usesOf(name.actor()).size() + 1L),
                "C1",
                "%s accounts for a dot of %s nobody minted",
                machine,
                Long.toHexString(name.actor()));
    }

    private static boolean covers(@Nullable Siblings record, Write write) {
        return record != null
                && write.dots().stream().anyMatch(dot -> record.vector().covers(dot));
    }
}
