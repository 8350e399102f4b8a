package dynamo.tools.check;

import com.google.common.collect.Sets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A tiny store that is right: exact siblings of one key at replicas that lag, and merge. */
final class ModelStore {

    /** @param past ids of all writes it superseded */
    record Version(String id, boolean isDelete, Set<String> past, Set<String> elements) {}

    /** What one replica has: live versions by id, and all it knows to be superseded. */
    static final class Copy {
        final Map<String, Version> live = new TreeMap<>();
        final Set<String> superseded = new TreeSet<>();

        void add(Version version) {
            superseded.addAll(version.past);
            live.keySet().removeAll(version.past);
            if (!superseded.contains(version.id)) {
                live.put(version.id, version);
            }
        }

        void merge(Copy other) {
            superseded.addAll(other.superseded);
            live.putAll(other.live);
            live.keySet().removeAll(superseded);
        }

        /** Ids that a client is shown. */
        List<String> values() {
            return live.values().stream()
                    .filter(version -> !version.isDelete)
                    .map(Version::id)
                    .toList();
        }

        int tombstones() {
            return live.size() - values().size();
        }

        Set<String> elements() {
            Set<String> elements = new TreeSet<>();
            live.values().forEach(version -> elements.addAll(version.elements));
            return elements;
        }

        /** What a put in sight of this supersedes. */
        Set<String> context() {
            return new TreeSet<>(Sets.union(superseded, live.keySet()));
        }
    }

    private final List<Copy> replicas = new ArrayList<>();
    /** Versions on their way, and to which replica. */
    private final Map<Version, Integer> late = new LinkedHashMap<>();

    ModelStore(int copies) {
        for (int i = 0; i < copies; i++) {
            replicas.add(new Copy());
        }
    }

    /** Reads two replicas, and writes back what they have together. */
    Copy read(int one, int other) {
        replicas.get(one).merge(replicas.get(other));
        replicas.get(other).merge(replicas.get(one));
        return copyOf(replicas.get(one));
    }

    Copy readOne(int one) {
        return copyOf(replicas.get(one));
    }

    void write(Version version, int... to) {
        for (int replica : to) {
            replicas.get(replica).add(version);
        }
    }

    void writeLate(Version version, int to) {
        late.put(version, to);
    }

    void deliverLate() {
        late.forEach((version, to) -> replicas.get(to).add(version));
        late.clear();
    }

    void meet(int one, int other) {
        replicas.get(one).merge(replicas.get(other));
    }

    void converge() {
        deliverLate();
        replicas.forEach(replica -> replicas.get(0).merge(replica));
        replicas.forEach(replica -> replica.merge(replicas.get(0)));
    }

    private static Copy copyOf(Copy replica) {
        Copy copy = new Copy();
        copy.merge(replica);
        return copy;
    }
}
