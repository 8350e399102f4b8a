package dynamo.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.node.env.Clock;
import dynamo.node.env.ScheduledTask;
import dynamo.node.env.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeartbeatTest implements Clock, Scheduler {
    private static final Duration BEAT = Duration.ofMillis(200);

    private final List<Runnable> due = new ArrayList<>();
    private final List<Duration> delays = new ArrayList<>();
    private final List<Long> beats = new ArrayList<>();
    private long now = Duration.ofHours(5).toNanos();
    private final Heartbeat heartbeat = new Heartbeat(this, this, BEAT, () -> beats.add(now));

    HeartbeatTest() {
        heartbeat.start(Duration.ofMillis(20));
    }

    @Test
    void it_beats_and_counts_time() {
        pass(20);
        assertThat(delays).containsExactly(Duration.ofMillis(20), BEAT);
        for (int i = 0; i < 5; i++) {
            pass(200);
        }

        assertThat(beats).hasSize(6);
        assertThat(heartbeat.awakeNanos()).isEqualTo(6 * BEAT.toNanos());
        now += Duration.ofMillis(50).toNanos();
        assertThat(heartbeat.awakeNanos())
                .isEqualTo(6 * BEAT.toNanos() + Duration.ofMillis(50).toNanos());
    }

    @Test
    void a_beat_that_comes_late_judges_nobody_until_what_came_was_read() {
        pass(20);
        pass(5_200);
        assertThat(beats).hasSize(1);
        assertThat(delays).endsWith(Duration.ofMillis(10));

        pass(10);
        assertThat(beats).hasSize(2);
    }

    @Test
    void a_pause_counts_as_no_time() {
        pass(20);
        long before = heartbeat.awakeNanos();
        now += Duration.ofMinutes(1).toNanos();
        assertThat(heartbeat.awakeNanos() - before).isEqualTo(BEAT.toNanos());

        pass(0);
        pass(10);

        assertThat(heartbeat.awakeNanos() - before)
                .isEqualTo(Duration.ofMillis(10).toNanos());
    }

    @Test
    void a_node_that_is_always_late_still_beats() {
        pass(20);
        for (int i = 0; i < 20; i++) {
            pass(900);
        }

        assertThat(beats).hasSize(11);
        assertThat(heartbeat.awakeNanos()).isEqualTo(11 * BEAT.toNanos());
    }

    private void pass(long millis) {
        now += Duration.ofMillis(millis).toNanos();
        due.remove(0).run();
    }

    @Override
    public long elapsedNanos() {
        return now;
    }

    @Override
    public long wallMillis() {
        return 0;
    }

    @Override
    public void execute(Runnable task) {
        due.add(task);
    }

    @Override
    public ScheduledTask after(Duration delay, Runnable task) {
        delays.add(delay);
        due.add(task);
        return () -> due.remove(task);
    }
}
