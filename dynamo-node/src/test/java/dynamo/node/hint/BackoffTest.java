package dynamo.node.hint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(new Random(1));

    @Test
    void waits_double_up_to_a_bound_each_within_half_of_what_is_due() {
        long due = Backoff.FIRST.toNanos();
        for (int i = 0; i < 20; i++) {
            assertThat(backoff.nextNanos()).isBetween(due / 2, due + due / 2);
            due = Math.min(2 * due, Backoff.MAX.toNanos());
        }
        assertThat(backoff.nextNanos()).isLessThanOrEqualTo(HintedHandoff.RETRY_MAX.toNanos());
    }

    @Test
    void two_that_failed_together_do_not_come_back_together() {
        LongStream waits = LongStream.generate(() -> {
            backoff.reset();
            return backoff.nextNanos();
        });

        assertThat(waits.limit(10).distinct().count()).isEqualTo(10);
    }

    @Test
    void success_makes_waits_short_again() {
        for (int i = 0; i < 20; i++) {
            backoff.nextNanos();
        }
        backoff.reset();

        assertThat(backoff.nextNanos()).isLessThan(2 * Backoff.FIRST.toNanos());
    }
}
