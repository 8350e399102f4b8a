package dynamo.tools.chaos;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableSet;
import dynamo.client.Bucket;
import dynamo.client.CallOptions;
import dynamo.client.DynamoClient;
import dynamo.client.DynamoException;
import dynamo.client.NodeAddress;
import dynamo.client.Resolver;
import dynamo.client.json.JsonCodec;
import dynamo.contract.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** Writers add to one set, and a partition is on from the first quarter of the additions to the third. */
final class SetExperiment {
    static final int WRITERS = 5;

    private static final JsonCodec<Set<String>> SETS = JsonCodec.of(new ObjectMapper(), new TypeReference<>() {});
    private static final String SIDES = "node1 node2 | node3 node4 node5";
    private static final long SECOND = 1_000_000_000L;

    private final Stage stage;
    private final List<Stage.StageNode> nodes;
    private final Resolver<Set<String>> resolver;
    private final UnaryOperator<CallOptions> options;
    private final Set<String> succeeded = new ConcurrentSkipListSet<>();
    private final Set<String> failed = new ConcurrentSkipListSet<>();
    private final AtomicInteger begun = new AtomicInteger();

    /** @param lost succeeded, and are not there */
    record Result(int succeeded, int failed, int there, int lost) {}

    SetExperiment(
            Stage stage,
            List<Stage.StageNode> nodes,
            Resolver<Set<String>> resolver,
            UnaryOperator<CallOptions> options) {
        this.stage = stage;
        this.nodes = nodes;
        this.resolver = resolver;
        this.options = options;
    }

    Result run(String key, int elements, int rate) {
        List<Thread> writers = new ArrayList<>();
        for (int number = 0; number < WRITERS; number++) {
            int first = number;
            Thread writer = new Thread(() -> write(key, first, elements, rate), "writer-" + number);
            writer.setDaemon(true);
            writer.start();
            writers.add(writer);
        }
        await(() -> begun.get() >= elements / 4);
        stage.act("partition", List.of("begin", SIDES));
        await(() -> begun.get() >= elements * 3 / 4);
        stage.act("partition", List.of("end"));
        await(() -> writers.stream().noneMatch(Thread::isAlive));
        Set<String> there = last(key);
        Set<String> lost = new TreeSet<>(succeeded);
        lost.removeAll(there);
        return new Result(succeeded.size(), failed.size(), there.size(), lost.size());
    }

    private static void await(BooleanSupplier isSo) {
        while (!isSo.getAsBoolean()) {
            LockSupport.parkNanos(SECOND / 50);
        }
    }

    /** Each begins with a node of its own, and goes to others only when that cannot. */
    private DynamoClient client(int number) {
        List<NodeAddress> seeds =
                new ArrayList<>(nodes.stream().map(Stage.StageNode::data).toList());
        Collections.rotate(seeds, -number);
        return DynamoClient.builder().seeds(seeds).routing(false).build();
    }

    private void write(String key, int first, int elements, int rate) {
        long due = System.nanoTime();
        try (DynamoClient client = client(first)) {
            Bucket<Set<String>> sets = client.bucket("sets", SETS).with(options);
            for (int element = first; element < elements; element += WRITERS) {
                begun.incrementAndGet();
                add(sets, key, "e" + element);
                due = Math.max(due + SECOND * WRITERS / rate, System.nanoTime() - SECOND);
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
            }
        }
    }

    private void add(Bucket<Set<String>> sets, String key, String element) {
        try {
            sets.update(
                    key,
                    resolver,
                    found -> ImmutableSet.<String>builder()
                            .addAll(found.orElse(ImmutableSet.of()))
                            .add(element)
                            .build());
            succeeded.add(element);
        } catch (DynamoException e) {
            (e.outcome() == Outcome.APPLIED ? succeeded : failed).add(element);
        }
    }

    /** What all homes have when they have compared what they have. */
    private Set<String> last(String key) {
        try (DynamoClient client = client(0)) {
            Bucket<Set<String>> sets = client.bucket("sets", SETS)
                    .with(any -> CallOptions.DEFAULT.strict().withQuorum("all").withTimeout(Duration.ofSeconds(30)));
            Set<String> before = ImmutableSet.of("not read yet");
            for (int round = 0; ; round++) {
                Set<String> now = sets.get(key).resolve(resolver).orElse(ImmutableSet.of());
                if (now.equals(before) || round == 30) {
                    return now;
                }
                before = now;
                LockSupport.parkNanos(5 * SECOND);
            }
        }
    }
}
