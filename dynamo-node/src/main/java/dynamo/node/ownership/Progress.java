package dynamo.node.ownership;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import dynamo.version.Decoder;
import dynamo.version.Encoder;
import dynamo.version.MalformedException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How far the moves of one plan are, as far as is known: facts that members durably told, and that only grow; so what two nodes
 * know is joined, in any order and any number of times.
 *
 * @param rows of each member that has adopted the plan
 * @param down members that nobody waits for, by an operator's word since the plan was made
 */
record Progress(ImmutableSortedMap<NodeId, Row> rows, ImmutableSortedSet<NodeId> down) {
    static final Progress NONE = new Progress(ImmutableSortedMap.of(), ImmutableSortedSet.of());
    private static final int VERSION = 1;
    private static final int MEMBERS_MAX = 65_536;

    /** How far a home is with a partition. A later constant includes the earlier ones. */
    enum Level {
        /** Not a home of it, or it does not move. */
        NONE,
        /** Has adopted the plan: writes to old and new homes, reads the old ones. */
        ADOPTED,
        /** Has all that it needs to be read; an old home always has. */
        PROVEN,
        /** Reads the new homes. */
        SWITCHED,
        /** Writes to the new homes only. */
        MOVED
    }

    /**
     * What one member has durably done.
     *
     * @param levels by partition; ordinals of {@link Level}
     * @param frozen it switches no further partition: the plan is to be cancelled
     */
    record Row(Bytes levels, boolean frozen) {
        Level level(int partition) {
            return Level.values()[levels.at(partition)];
        }

        Row join(Row other) {
            if (equals(other)) {
                return this;
            }
            byte[] joined = levels.toArray();
            for (int i = 0; i < Math.min(joined.length, other.levels.length()); i++) {
                joined[i] = (byte) Math.max(joined[i], other.levels.at(i));
            }
            return new Row(Bytes.owning(joined), frozen || other.frozen);
        }

        Row frozenNow() {
            return new Row(levels, true);
        }
    }

    boolean hasAdopted(NodeId node) {
        return rows.containsKey(node);
    }

    Level level(NodeId node, int partition) {
        Row row = rows.get(node);
        return row == null ? Level.NONE : row.level(partition);
    }

    @Nullable
    Row row(NodeId node) {
        return rows.get(node);
    }

    Progress join(Progress other) {
        if (other.equals(this) || other.equals(NONE)) {
            return this;
        }
        Map<NodeId, Row> joined = new TreeMap<>(rows);
        other.rows.forEach((node, row) -> joined.merge(node, row, Row::join));
        Set<NodeId> allDown = new TreeSet<>(down);
        allDown.addAll(other.down);
        return new Progress(ImmutableSortedMap.copyOf(joined), ImmutableSortedSet.copyOf(allDown));
    }

    Progress with(NodeId node, Row row) {
        return join(new Progress(ImmutableSortedMap.of(node, row), ImmutableSortedSet.of()));
    }

    Progress withDown(NodeId node) {
        return join(new Progress(ImmutableSortedMap.of(), ImmutableSortedSet.of(node)));
    }

    /** Only this member's row. */
    Progress only(NodeId node) {
        Row row = rows.get(node);
        return row == null ? NONE : new Progress(ImmutableSortedMap.of(node, row), ImmutableSortedSet.of());
    }

    boolean isFrozen(NodeId node) {
        Row row = rows.get(node);
        return row != null && row.frozen;
    }

    /** Levels are written as runs: moves of a plan go through the stages side by side. */
    Bytes encoded() {
        Encoder to = new Encoder(64);
        to.u8(VERSION).varint(rows.size());
        rows.forEach((node, row) -> {
            to.string(node.name()).bool(row.frozen).varint(row.levels.length());
            for (int at = 0; at < row.levels.length(); ) {
                int end = at + 1;
                while (end < row.levels.length() && row.levels.at(end) == row.levels.at(at)) {
                    end++;
                }
                to.varint(end - at).u8(row.levels.at(at));
                at = end;
            }
        });
        to.varint(down.size());
        down.forEach(node -> to.string(node.name()));
        return to.toBytes();
    }

    /** @throws MalformedException for what is none */
    static Progress decode(Bytes bytes, int partitions) {
        Decoder from = new Decoder(bytes);
        if (from.u8() != VERSION) {
            throw new MalformedException("progress of an unknown version");
        }
        try {
            ImmutableSortedMap.Builder<NodeId, Row> rows = ImmutableSortedMap.naturalOrder();
            for (int left = from.count(MEMBERS_MAX); left > 0; left--) {
                rows.put(node(from), row(from, partitions));
            }
            ImmutableSortedSet.Builder<NodeId> down = ImmutableSortedSet.naturalOrder();
            for (int left = from.count(MEMBERS_MAX); left > 0; left--) {
                down.add(node(from));
            }
            from.end();
            return new Progress(rows.buildOrThrow(), down.build());
        } catch (IllegalArgumentException e) {
            throw new MalformedException("no progress: " + e.getMessage());
        }
    }

    private static NodeId node(Decoder from) {
        return new NodeId(from.string(NodeId.CHARS_MAX));
    }

    private static Row row(Decoder from, int partitions) {
        boolean frozen = from.bool();
        byte[] levels = new byte[partitions];
        if (from.count(partitions) != partitions) {
            throw new MalformedException("levels of another number of partitions");
        }
        for (int at = 0; at < partitions; ) {
            int run = from.count(partitions - at);
            int level = from.count(Level.values().length - 1);
            if (run == 0) {
                throw new MalformedException("an empty run");
            }
            Arrays.fill(levels, at, at + run, (byte) level);
            at += run;
        }
        return new Row(Bytes.owning(levels), frozen);
    }
}
