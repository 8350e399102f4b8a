package dynamo.tools.check;

import com.google.common.collect.ImmutableList;
import dynamo.tools.check.ModelStore.Copy;
import dynamo.tools.check.ModelStore.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** A random run of clients against model stores, one for each key, and its history. */
final class ModelRun {
    private static final int REPLICAS = 3;
    private static final int CLIENTS = 6;
    private static final long STEP_NANOS = 10;

    private final Random random;
    private final List<Line> calls = new ArrayList<>();
    private final Map<KeyName, ModelStore> stores = new LinkedHashMap<>();
    private final Map<KeyName, Map<Integer, Copy>> seen = new LinkedHashMap<>();
    private final long[] busyUntil = new long[CLIENTS];
    private final long[] numbers = new long[CLIENTS];
    private int writes;

    private ModelRun(long seed, int keys) {
        random = new Random(seed);
        for (int i = 0; i < keys; i++) {
            KeyName key = new KeyName("chaos", "k" + i);
            stores.put(key, new ModelStore(REPLICAS));
            seen.put(key, new LinkedHashMap<>());
        }
    }

    static List<Line> history(long seed, int keys, int steps) {
        return new ModelRun(seed, keys).run(seed, steps);
    }

    private List<Line> run(long seed, int steps) {
        List<KeyName> keys = List.copyOf(stores.keySet());
        for (int i = 1; i <= steps; i++) {
            KeyName key = keys.get(random.nextInt(keys.size()));
            step(key, i * STEP_NANOS);
        }
        List<Line> lines = new ArrayList<>();
        ImmutableList<String> nodes = ImmutableList.of("n0", "n1", "n2");
        lines.add(new Line.Run(seed, "model", nodes, REPLICAS, "2026-01-01T00:00:00Z"));
        calls.sort(Comparator.comparingLong(line -> ((Call) line).span().end()));
        lines.addAll(calls);
        stores.forEach((key, store) -> end(lines, key, store));
        lines.add(new Line.End((steps + 10) * STEP_NANOS, true));
        return lines;
    }

    private void step(KeyName key, long now) {
        ModelStore store = store(key);
        if (random.nextInt(4) == 0) {
            store.meet(random.nextInt(REPLICAS), random.nextInt(REPLICAS));
        }
        if (random.nextInt(10) == 0) {
            store.deliverLate();
        }
        int client = random.nextInt(CLIENTS);
        if (busyUntil[client] >= now) {
            return;
        }
        long begin = Math.max(busyUntil[client] + 1, now - random.nextInt(25));
        busyUntil[client] = now + random.nextInt(25);
        Span span = new Span(begin, busyUntil[client]);
        if (random.nextBoolean()) {
            get(store, key, client, span);
        } else {
            write(store, key, client, span);
        }
    }

    private void get(ModelStore store, KeyName key, int client, Span span) {
        if (random.nextInt(12) == 0) {
            Call.Outcome failed = new Call.Outcome(Call.Result.FAILED, "timeout");
            calls.add(new Call.Get(caller(client), key, span, failed, Found.NOTHING));
            return;
        }
        int one = random.nextInt(REPLICAS);
        boolean isWeak = session(client).isEmpty() && random.nextBoolean();
        Copy copy = isWeak ? store.readOne(one) : store.read(one, other(one));
        seen(key).put(client, copy);
        calls.add(new Call.Get(caller(client), key, span, Call.Outcome.OK, found(copy)));
    }

    private void write(ModelStore store, KeyName key, int client, Span span) {
        boolean isDelete = random.nextInt(6) == 0;
        Optional<Copy> context = Optional.ofNullable(seen(key).get(client)).filter(copy -> random.nextInt(5) > 0);
        String id = "w" + writes++;
        String element = "e" + id;
        Set<String> elements = new TreeSet<>();
        context.ifPresent(copy -> elements.addAll(copy.elements()));
        elements.add(element);
        Version version =
                new Version(id, isDelete, context.map(Copy::context).orElse(Set.of()), isDelete ? Set.of() : elements);
        Call.Outcome outcome = apply(store, version);
        if (outcome.isOk() && context.isPresent() && random.nextInt(3) == 0) {
            Copy own = new Copy(); // the answer's context, which stands for the write alone
            own.add(version);
            seen(key).put(client, own);
        }
        calls.add(new Call.Write(
                caller(client),
                key,
                span,
                outcome,
                id,
                isDelete,
                context.map(copy -> ImmutableList.copyOf(copy.values())),
                1,
                Optional.empty(),
                isDelete ? ImmutableList.of() : ImmutableList.of(element)));
    }

    private Call.Outcome apply(ModelStore store, Version version) {
        int first = random.nextInt(REPLICAS);
        switch (random.nextInt(12)) {
            case 0:
                return new Call.Outcome(Call.Result.NOT_APPLIED, "overloaded");
            case 1:
                store.write(version, first);
                return new Call.Outcome(Call.Result.UNKNOWN, "timeout");
            case 2:
                store.writeLate(version, first);
                return new Call.Outcome(Call.Result.UNKNOWN, "timeout");
            case 3:
                return new Call.Outcome(Call.Result.UNKNOWN, "connection-lost");
            default:
                store.write(version, first, other(first));
                return Call.Outcome.OK;
        }
    }

    private void end(List<Line> lines, KeyName key, ModelStore store) {
        store.converge();
        Copy copy = store.readOne(0);
        for (int i = 0; i < REPLICAS; i++) {
            Copy replica = store.readOne(i);
            lines.add(new Line.Replica(
                    "n" + i, key, found(replica), replica.live.keySet().toString()));
        }
        Optional<ImmutableList<String>> elements = Optional.of(ImmutableList.copyOf(copy.elements()));
        lines.add(new Line.Final(key, found(copy), elements));
    }

    private static Found found(Copy copy) {
        return new Found(ImmutableList.copyOf(copy.values()), copy.tombstones(), ImmutableList.of());
    }

    private Call.Caller caller(int client) {
        return new Call.Caller(client, numbers[client]++, "n0", session(client));
    }

    /** Half of the clients have one. */
    private static Optional<String> session(int client) {
        return client % 2 == 0 ? Optional.of("s" + client) : Optional.empty();
    }

    private int other(int than) {
        return (than + 1 + random.nextInt(REPLICAS - 1)) % REPLICAS;
    }

    private ModelStore store(KeyName key) {
        return java.util.Objects.requireNonNull(stores.get(key));
    }

    private Map<Integer, Copy> seen(KeyName key) {
        return java.util.Objects.requireNonNull(seen.get(key));
    }
}
