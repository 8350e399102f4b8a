package dynamo.tools.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettlingTest {
    private static final long BEGIN = 5;
    private static final long END = BEGIN + Settling.PATIENCE.toNanos();

    private final Settling settling = new Settling(BEGIN);

    @Test
    void replicas_that_are_alike_may_be_judged_at_once() {
        assertThat(settling.onLook(BEGIN, true, 1)).isEmpty();
        assertThat(settling.onLook(BEGIN + 1, true, 0)).contains(true);
    }

    @Test
    void hints_may_still_change_what_is_alike() {
        assertThat(settling.onLook(BEGIN, false, 0)).isEmpty();
        assertThat(settling.onLook(END, false, 0)).contains(false);
    }

    @Test
    void what_differs_after_a_long_rest_is_judged() {
        assertThat(look(END - Settling.REST.toNanos(), 3)).contains(true);
    }

    @Test
    void what_differs_after_a_short_rest_is_not() {
        assertThat(look(END - Settling.REST.toNanos() + 1, 3)).contains(false);
    }

    /** At the end of all patience, when something moved last at that time. */
    private Optional<Boolean> look(long moved, int differing) {
        assertThat(settling.onLook(moved, false, differing)).isEmpty();
        assertThat(settling.onLook(END - 1, true, differing)).isEmpty();
        return settling.onLook(END, true, differing);
    }
}
