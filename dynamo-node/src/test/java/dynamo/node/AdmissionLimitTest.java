package dynamo.node;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.node.AdmissionLimit.Kind;
import dynamo.node.env.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionLimitTest {
    private static final int MAX = 4096;

    private long nowNanos;
    private final Clock clock = new Clock() {
        @Override
        public long elapsedNanos() {
            return nowNanos;
        }

        @Override
        public long wallMillis() {
            return 0;
        }
    };
    private final AdmissionLimit limit = new AdmissionLimit(MAX, clock);
    private final Server server = new Server();

    /** Works on one request at a time, in the order they come; each also takes a while in which it is in nobody's way. */
    private final class Server {
        private final Deque<Long> queue = new ArrayDeque<>();
        private final List<Long> latencies = new ArrayList<>();
        private long freeAtNanos;
        private int shed;

        /** @param perSecond requests that come, at even distances */
        void run(Duration time, double perSecond, Duration work, Duration wait) {
            latencies.clear();
            shed = 0;
            long end = nowNanos + time.toNanos();
            double next = nowNanos;
            while (next < end) {
                long arrival = (long) next;
                next += 1e9 / perSecond;
                answerUntil(arrival, work, wait);
                nowNanos = arrival;
                if (limit.isReached()) {
                    shed++;
                } else {
                    queue.add(limit.onBegun());
                }
            }
        }

        private void answerUntil(long until, Duration work, Duration wait) {
            while (!queue.isEmpty()) {
                long begun = queue.element();
                long doneNanos = Math.max(freeAtNanos, begun) + work.toNanos();
                if (doneNanos + wait.toNanos() > until) {
                    return;
                }
                queue.remove();
                freeAtNanos = doneNanos;
                nowNanos = doneNanos + wait.toNanos();
                limit.onEnded(Kind.PUT, begun);
                latencies.add(nowNanos - begun);
            }
        }

        long millis(double share) {
            Collections.sort(latencies);
            return Duration.ofNanos(latencies.get((int) (share * (latencies.size() - 1))))
                    .toMillis();
        }
    }

    @Test
    void ten_times_the_load_is_served_at_capacity_and_without_a_standing_queue() {
        server.run(Duration.ofSeconds(10), 500, Duration.ofMillis(1), Duration.ofMillis(2));
        server.run(Duration.ofSeconds(2), 10_000, Duration.ofMillis(1), Duration.ofMillis(2));
        assertThat(server.millis(1)).isLessThan(400); // until the limit is found

        server.run(Duration.ofSeconds(20), 10_000, Duration.ofMillis(1), Duration.ofMillis(2));
        assertThat(server.latencies.size() / 20).isGreaterThan(950);
        assertThat(server.millis(0.99)).isLessThan(200);
        assertThat(server.shed).isGreaterThan(150_000);
    }

    @Test
    void the_wait_stays_short_in_an_overload_without_end() {
        server.run(Duration.ofSeconds(10), 500, Duration.ofMillis(1), Duration.ofMillis(2));
        server.run(Duration.ofMinutes(5), 3000, Duration.ofMillis(1), Duration.ofMillis(2));
        server.run(Duration.ofSeconds(10), 3000, Duration.ofMillis(1), Duration.ofMillis(2));

        assertThat(server.millis(0.99)).isLessThan(200);
        assertThat(server.latencies.size() / 10).isGreaterThan(950);
    }

    @Test
    void nothing_is_shed_within_a_second_after_the_overload() {
        server.run(Duration.ofSeconds(20), 10_000, Duration.ofMillis(1), Duration.ofMillis(2));
        server.run(Duration.ofSeconds(1), 800, Duration.ofMillis(1), Duration.ofMillis(2));
        server.run(Duration.ofSeconds(10), 800, Duration.ofMillis(1), Duration.ofMillis(2));

        assertThat(server.shed).isZero();
        assertThat(server.millis(0.99)).isLessThan(10);
    }

    @Test
    void nothing_is_shed_while_answers_are_fast() {
        for (int i = 1; i <= 20; i++) { // up to 2,000 in flight, none of which waits for another
            server.run(Duration.ofSeconds(1), i * 5000, Duration.ofNanos(1000), Duration.ofMillis(20));

            assertThat(server.shed).as("at %s a second", i * 5000).isZero();
        }
        assertThat(limit.limit()).isGreaterThan(2000);
    }

    @Test
    void a_disk_that_is_slow_by_itself_is_no_overload() {
        server.run(Duration.ofSeconds(60), 200, Duration.ofNanos(1000), Duration.ofMillis(120)); // 24 in flight
        server.run(Duration.ofSeconds(10), 1000, Duration.ofNanos(1000), Duration.ofMillis(120));
        server.run(Duration.ofSeconds(10), 1000, Duration.ofNanos(1000), Duration.ofMillis(120));

        assertThat(server.shed).isZero();
    }

    @Test
    void a_disk_that_has_become_slow_is_got_used_to() {
        server.run(Duration.ofSeconds(60), 500, Duration.ofNanos(1000), Duration.ofMillis(1));
        server.run(Duration.ofSeconds(90), 500, Duration.ofNanos(1000), Duration.ofMillis(200));
        server.run(Duration.ofSeconds(10), 500, Duration.ofNanos(1000), Duration.ofMillis(200));

        assertThat(server.shed).isZero();
    }

    @Test
    void the_limit_never_falls_below_its_floor_nor_rises_above_its_maximum() {
        server.run(Duration.ofMinutes(10), 100, Duration.ofMillis(500), Duration.ZERO);
        assertThat(limit.limit()).isEqualTo(AdmissionLimit.FLOOR);

        AdmissionLimit small = new AdmissionLimit(3, clock);
        assertThat(small.limit()).isEqualTo(3);
    }

    @Test
    void requests_that_hang_do_not_shut_out_the_others() {
        for (int i = 0; i < 20; i++) {
            limit.onBegun(); // never ends
        }
        server.run(Duration.ofSeconds(10), 2000, Duration.ofNanos(1000), Duration.ofMillis(5));

        assertThat(server.shed).isZero();
    }

    @Test
    void a_window_judges_only_requests_that_began_in_it() {
        List<Long> old = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            old.add(limit.onBegun());
        }
        nowNanos += Duration.ofSeconds(1).toNanos();
        old.subList(0, 100).forEach(begun -> limit.onEnded(Kind.GET, begun)); // slow: the limit falls
        int fallen = limit.limit();

        nowNanos += Duration.ofMillis(200).toNanos();
        old.subList(100, 200).forEach(begun -> limit.onEnded(Kind.GET, begun)); // of the same queue

        assertThat(fallen).isLessThan(AdmissionLimit.INITIAL);
        assertThat(limit.limit()).isEqualTo(fallen);
    }
}
