package dynamo.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import dynamo.contract.Key;
import dynamo.version.Bytes;
import dynamo.version.Content;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HedgingTest {
    private static final Key KEY = new Key("bucket", Bytes.utf8("key"));
    private static final String FOUND = RawServer.ok("v", "Dynamo-Node: quick");
    /** Enough to know how long reads take. */
    private static final int READS = 64;

    private final AtomicBoolean isSilent = new AtomicBoolean();
    private final List<CallReport> reports = new CopyOnWriteArrayList<>();

    private DynamoClient client(RawServer first, RawServer second) {
        return DynamoClient.builder()
                .seeds(List.of(first.address(), second.address()))
                .tryTimeout(Duration.ofSeconds(30))
                .routing(false)
                .listener(reports::add)
                .build();
    }

    @Test
    void a_read_that_takes_longer_than_most_is_sent_to_a_second_node() {
        try (RawServer stalls = new RawServer(request -> isSilent.get() ? RawServer.SILENCE : FOUND);
                RawServer quick = RawServer.answering(FOUND);
                DynamoClient client = client(stalls, quick)) {
            for (int i = 0; i < READS; i++) {
                client.get(KEY);
            }
            isSilent.set(true);
            assertThat(client.get(KEY).single()).isPresent();
            assertThat(quick.requests).isNotEmpty();
            assertThat(reports.get(READS).isHedged()).isTrue();
            assertThat(reports.get(READS).duration()).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void a_hedge_to_a_node_that_cannot_does_not_lose_the_read() {
        CountDownLatch hedged = new CountDownLatch(1);
        try (RawServer slow = new RawServer(request -> isSilent.get() ? after(hedged) : FOUND);
                RawServer busy = new RawServer(request -> {
                    hedged.countDown();
                    return RawServer.answer(429, "{\"code\":\"overloaded\",\"outcome\":\"not_applied\"}");
                });
                DynamoClient client = client(slow, busy)) {
            for (int i = 0; i < READS; i++) {
                client.get(KEY);
            }
            isSilent.set(true);
            assertThat(client.get(KEY).single()).isPresent();
            assertThat(slow.requests).hasSize(READS + 1);
        }
    }

    @Test
    void a_hedge_that_is_lost_does_not_lose_the_read() {
        CountDownLatch hedged = new CountDownLatch(1);
        try (RawServer slow = new RawServer(request -> isSilent.get() ? after(hedged) : FOUND);
                RawServer gone = new RawServer(request -> {
                    hedged.countDown();
                    return RawServer.HANG_UP;
                });
                DynamoClient client = client(slow, gone)) {
            for (int i = 0; i < READS; i++) {
                client.get(KEY);
            }
            isSilent.set(true);
            assertThat(client.get(KEY).single()).isPresent();
            assertThat(reports.get(READS).isHedged()).isTrue();
        }
    }

    @Test
    void nobody_hurries_to_a_node_that_failed() {
        AtomicBoolean isGone = new AtomicBoolean(true);
        try (RawServer failed = new RawServer(request -> isGone.get() ? RawServer.HANG_UP : FOUND);
                RawServer stalls = new RawServer(request -> isSilent.get() ? RawServer.SILENCE : FOUND);
                DynamoClient client = DynamoClient.builder()
                        .seeds(List.of(failed.address(), stalls.address()))
                        .tryTimeout(Duration.ofMillis(300))
                        .routing(false)
                        .listener(reports::add)
                        .build()) {
            for (int i = 0; i < READS; i++) {
                client.get(KEY);
            }
            isGone.set(false);
            isSilent.set(true);
            assertThat(client.get(KEY).single()).isPresent();
            assertThat(reports.get(READS).isHedged()).isFalse();
            assertThat(failed.requests).hasSize(2);
        }
    }

    /** Answers when the other node was asked. */
    private static String after(CountDownLatch hedged) {
        return isAsked(hedged, Duration.ofSeconds(20)) ? FOUND : RawServer.HANG_UP;
    }

    private static boolean isAsked(CountDownLatch other, Duration patience) {
        try {
            return other.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void writes_are_never_sent_twice_for_speed() {
        Content.Value value = new Content.Value(Bytes.utf8("v"), "text/plain", ImmutableSortedMap.of());
        CountDownLatch hedged = new CountDownLatch(1);
        try (RawServer slow = new RawServer(request -> request.startsWith("PUT") ? stored(hedged) : FOUND);
                RawServer other = new RawServer(request -> {
                    hedged.countDown();
                    return FOUND;
                });
                DynamoClient client = client(slow, other)) {
            for (int i = 0; i < READS; i++) {
                client.get(KEY);
            }
            assertThat(client.put(KEY, value, CausalContext.NONE).siblings()).isEqualTo(1);
        }
    }

    /** Takes far longer than any read did, and is lost when the other node is asked meanwhile. */
    private static String stored(CountDownLatch hedged) {
        return isAsked(hedged, Duration.ofMillis(200))
                ? RawServer.HANG_UP
                : "HTTP/1.1 204 No Content\r\nDynamo-Siblings: 1\r\n\r\n";
    }
}
