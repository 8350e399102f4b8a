package dynamo.node.io.net;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.node.env.Clock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogLimitTest {
    private long now = Long.MAX_VALUE - 1000; // a clock may be about to overflow

    private final LogLimit limit = new LogLimit(new Clock() {
        @Override
        public long elapsedNanos() {
            return now;
        }

        @Override
        public long wallMillis() {
            return 0;
        }
    });

    @Test
    void same_complaint_is_allowed_once_a_minute() {
        assertThat(limit.allows("n2 slow")).isTrue();
        now += Duration.ofSeconds(59).toNanos();
        assertThat(limit.allows("n2 slow")).isFalse();
        assertThat(limit.allows("n3 slow")).isTrue();
        now += Duration.ofSeconds(1).toNanos();
        assertThat(limit.allows("n2 slow")).isTrue();
        assertThat(limit.allows("n3 slow")).isFalse();
    }

    @Test
    void few_different_complaints_are_allowed_a_minute() {
        assertThat(IntStream.range(0, 1000)
                        .filter(i -> limit.allows("host " + i))
                        .count())
                .isEqualTo(64);
        now += Duration.ofMinutes(1).toNanos();
        assertThat(limit.allows("host 999")).isTrue();
    }
}
