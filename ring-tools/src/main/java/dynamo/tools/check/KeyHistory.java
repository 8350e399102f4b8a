package dynamo.tools.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What happened to one key, and what was left of it; in the order of the lines. */
final class KeyHistory {
    /** Their pasts are bits for all writes before, so at most some 110 MB while this key is looked at. */
    static final int WRITES_MAX = 40_000;

    private final KeyName key;
    private final List<Call.Write> writes = new ArrayList<>();
    private final List<Call.Get> gets = new ArrayList<>();
    private final List<Line.Replica> replicas = new ArrayList<>();
    private Optional<Line.Final> last = Optional.empty();

    KeyHistory(KeyName key) {
        this.key = key;
    }

    void add(Call.Write write) {
        writes.add(write);
        History.bound(writes.size(), WRITES_MAX, "writes of " + key);
    }

    void add(Call.Get get) {
        gets.add(get);
    }

    void add(Line.Replica replica) {
        if (replicas.stream().anyMatch(other -> other.node().equals(replica.node()))) {
            throw new HistoryException("a second replica of " + key + " at " + replica.node());
        }
        replicas.add(replica);
    }

    void add(Line.Final read) {
        if (last.isPresent()) {
            throw new HistoryException("a second final read of " + key);
        }
        last = Optional.of(read);
    }

    KeyName key() {
        return key;
    }

    List<Call.Write> writes() {
        return writes;
    }

    List<Call.Get> gets() {
        return gets;
    }

    List<Line.Replica> replicas() {
        return replicas;
    }

    Optional<Line.Final> last() {
        return last;
    }
}
