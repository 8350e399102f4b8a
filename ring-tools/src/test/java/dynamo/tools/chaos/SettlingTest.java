package dynamo.tools.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.tools.chaos.Settling.OnTheWay;
import org.junit.jupiter.api.Test;

class SettlingTest {
    private static final long BEGIN = 5;
    private static final long END = BEGIN + Settling.PATIENCE.toNanos();
    private static final long REST = Settling.REST.toNanos();

    private final Settling settling = new Settling(BEGIN);

    @Test
    void replicas_that_are_alike_may_be_judged_at_once() {
        assertThat(settling.onLook(BEGIN, OnTheWay.NOTHING, 1)).isEmpty();
        assertThat(settling.onLook(BEGIN + 1, OnTheWay.NOTHING, 0)).contains(true);
    }

    @Test
    void hints_may_still_change_what_is_alike() {
        assertThat(settling.onLook(BEGIN, OnTheWay.SOMETHING, 0)).isEmpty();
        assertThat(settling.onLook(END, OnTheWay.SOMETHING, 0)).contains(false);
    }

    @Test
    void what_differs_after_a_long_rest_is_judged() {
        assertThat(settling.onLook(BEGIN + 9, OnTheWay.SOMETHING, 3)).isEmpty();
        assertThat(settling.onLook(BEGIN + 9 + REST - 1, OnTheWay.NOTHING, 3)).isEmpty();
        assertThat(settling.onLook(BEGIN + 9 + REST, OnTheWay.NOTHING, 3)).contains(true);
    }

    @Test
    void replicas_that_become_alike_are_no_rest() {
        assertThat(settling.onLook(BEGIN, OnTheWay.NOTHING, 3)).isEmpty();
        assertThat(settling.onLook(BEGIN + REST - 1, OnTheWay.NOTHING, 2)).isEmpty();
        assertThat(settling.onLook(BEGIN + REST, OnTheWay.NOTHING, 2)).isEmpty();
    }

    @Test
    void a_node_that_does_not_answer_neither_ends_the_rest_nor_is_judged() {
        assertThat(settling.onLook(BEGIN, OnTheWay.NOTHING, 3)).isEmpty();
        assertThat(settling.onLook(BEGIN + REST, OnTheWay.UNKNOWN, 3)).isEmpty();
        assertThat(settling.onLook(BEGIN + REST + 1, OnTheWay.NOTHING, 3)).contains(true);
    }

    @Test
    void patience_ends() {
        assertThat(settling.onLook(END - 1, OnTheWay.UNKNOWN, 0)).isEmpty();
        assertThat(settling.onLook(END, OnTheWay.UNKNOWN, 0)).contains(false);
    }
}
