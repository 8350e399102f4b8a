package dynamo.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PressureTest {
    private static final Duration IDLE = Duration.ofMillis(5);

    @Test
    void an_idle_node_is_under_none() {
        assertThat(Pressure.of(0, 32, 0)).isZero();
        assertThat(Pressure.of(0, 32, Pressure.COMMIT_QUICK.toNanos())).isZero();
        assertThat(Pressure.pauseNanos(0, IDLE)).isEqualTo(IDLE.toNanos());
    }

    @Test
    void requests_up_to_the_limit_are_full_pressure() {
        assertThat(Pressure.of(16, 32, 0)).isEqualTo(0.5);
        assertThat(Pressure.of(32, 32, 0)).isEqualTo(1);
        assertThat(Pressure.of(40, 32, 0)).isEqualTo(1);
    }

    @Test
    void slow_commits_are_pressure_without_any_request_here() {
        assertThat(Pressure.of(0, 32, Duration.ofMillis(110).toNanos())).isEqualTo(0.5);
        assertThat(Pressure.of(0, 32, Duration.ofSeconds(10).toNanos())).isEqualTo(1);
    }

    @Test
    void background_work_slows_down_with_pressure_and_never_stops() {
        long previous = 0;
        for (int i = 0; i <= 10; i++) {
            long pause = Pressure.pauseNanos(i / 10.0, IDLE);
            assertThat(pause).isGreaterThan(previous).isLessThanOrEqualTo(Pressure.PAUSE_MAX.toNanos());
            previous = pause;
        }
        assertThat(previous).isEqualTo(Pressure.PAUSE_MAX.toNanos());
    }
}
