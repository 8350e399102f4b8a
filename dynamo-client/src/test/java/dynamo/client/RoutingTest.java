package dynamo.client;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.contract.Key;
import dynamo.ring.KeyHash;
import dynamo.version.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoutingTest {
    private static final int PARTITIONS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** The lower half of eight partitions is one node's alone, the upper half the other's; who else is named only stands in. */
    private static String ring(long epoch, String lower, String upper) {
        String partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(id -> "{\"id\":" + id + ",\"preferenceList\":[\""
                        + (isUpper(id) ? upper + "\",\"" + lower : lower + "\",\"" + upper) + "\"]}")
                .collect(Collectors.joining(","));
        return "{\"epoch\":" + epoch + ",\"replicas\":1,\"more\":[{}],\"partitions\":[" + partitions + "]}";
    }

    private static boolean isUpper(int partition) {
        return partition >= PARTITIONS / 2;
    }

    private static Key keyOf(boolean isUpper) {
        return Stream.iterate(0, i -> i + 1)
                .map(i -> new Key("bucket", Bytes.utf8("key" + i)))
                .filter(key -> isUpper(KeyHash.of(key.bucket(), key.key()).partition(PARTITIONS)) == isUpper)
                .findFirst()
                .orElseThrow();
    }

    /** Counts down each time it has shown its ring, which {@code shown} holds. */
    private static RawServer node(String name, List<String> shown, CountDownLatch asked) {
        return new RawServer(request -> {
            String[] headers = {"Dynamo-Node: " + name, "Dynamo-Ring-Epoch: " + shown.size()};
            if (request.startsWith("GET /v1/routing")) {
                asked.countDown();
                return RawServer.ok(shown.get(shown.size() - 1), headers);
            }
            return RawServer.ok("v", headers);
        });
    }

    private static void getUntil(DynamoClient client, Key key, RawServer node) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long before = gets(node);
        while (gets(node) == before) {
            assertThat(System.nanoTime()).as("no read came to the home").isLessThan(deadline);
            client.get(key);
        }
    }

    private static long gets(RawServer node) {
        return node.requests.stream()
                .filter(request -> request.startsWith("GET /v1/kv"))
                .count();
    }

    @Test
    void a_key_is_asked_of_its_home_as_soon_as_the_ring_is_known() throws InterruptedException {
        List<String> shown = new CopyOnWriteArrayList<>(List.of(ring(1, "n1", "n2")));
        CountDownLatch asked = new CountDownLatch(2);
        try (RawServer first = node("n1", shown, asked);
                RawServer second = node("n2", shown, asked);
                DynamoClient client = DynamoClient.connect(List.of(first.address(), second.address()))) {
            client.get(keyOf(true));
            assertThat(asked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            getUntil(client, keyOf(true), second);
            List<Long> before = new ArrayList<>(List.of(gets(first), gets(second)));
            for (int i = 0; i < 10; i++) {
                client.get(keyOf(false));
                client.get(keyOf(true));
            }
            assertThat(gets(first) - before.get(0)).isEqualTo(10);
            assertThat(gets(second) - before.get(1)).isEqualTo(10);
        }
    }

    @Test
    void a_later_epoch_in_an_answer_has_the_ring_fetched_again() throws InterruptedException {
        List<String> shown = new CopyOnWriteArrayList<>(List.of(ring(1, "n1", "n2")));
        try (RawServer first = node("n1", shown, new CountDownLatch(0));
                RawServer second = node("n2", shown, new CountDownLatch(0));
                DynamoClient client = DynamoClient.connect(List.of(first.address(), second.address()))) {
            getUntil(client, keyOf(true), second);
            shown.add(ring(2, "n2", "n1"));
            getUntil(client, keyOf(true), first);
        }
    }

    @Test
    void the_ring_is_learnt_from_whoever_has_it() throws InterruptedException {
        List<String> old = List.of(ring(1, "n1", "n2"));
        List<String> shown = new CopyOnWriteArrayList<>(old);
        try (RawServer first = node("n1", old, new CountDownLatch(0)); // never hears of the next one
                RawServer second = node("n2", shown, new CountDownLatch(0));
                DynamoClient client = DynamoClient.connect(List.of(first.address(), second.address()))) {
            getUntil(client, keyOf(true), second);
            shown.add(ring(2, "n2", "n1"));
            client.get(keyOf(true)); // the second names the next epoch
            getUntil(client, keyOf(false), second);
        }
    }

    @Test
    void without_a_ring_every_node_serves() {
        try (RawServer only = RawServer.answering(
                        RawServer.ok("v", "Dynamo-Node: n1", "Dynamo-Ring-Epoch: 1")); // what it shows is no ring
                DynamoClient client = DynamoClient.connect(List.of(only.address()))) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.get(keyOf(false)).single()).isPresent();
            }
        }
    }
}
