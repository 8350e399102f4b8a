package dynamo.node.coordinate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HandoffTimeoutTest {
    private final HandoffTimeout timeout = new HandoffTimeout();

    @Test
    void nothing_measured_waits_as_long_as_is_usual() {
        assertThat(timeout.current()).isEqualTo(HandoffTimeout.INITIAL);
    }

    @Test
    void the_first_round_trip_counts_three_times() {
        measured(1, 80);

        assertThat(timeout.current()).isEqualTo(Duration.ofMillis(80 + 4 * 40));
    }

    @Test
    void steady_round_trips_bring_it_down_to_the_least() {
        measured(200, 2);

        assertThat(timeout.current()).isEqualTo(HandoffTimeout.MIN);
    }

    @Test
    void it_follows_the_mean_and_stays_above_what_is_usual() {
        for (int i = 0; i < 300; i++) {
            measured(1, i % 2 == 0 ? 100 : 140);
        }

        assertThat(timeout.current()).isBetween(Duration.ofMillis(180), Duration.ofMillis(220)); // 120 + 4 * 20
    }

    @Test
    void slowness_everywhere_raises_it_up_to_the_most() {
        measured(100, 2);
        measured(100, 60_000);

        assertThat(timeout.current()).isEqualTo(HandoffTimeout.MAX);
    }

    @Test
    void one_node_that_hung_is_soon_forgotten() {
        measured(100, 2);
        measured(1, 60_000);
        measured(30, 2);

        assertThat(timeout.current()).isEqualTo(HandoffTimeout.MIN);
    }

    private void measured(int times, long millis) {
        for (int i = 0; i < times; i++) {
            timeout.onRoundTrip(Duration.ofMillis(millis).toNanos());
        }
    }
}
