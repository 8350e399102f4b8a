package dynamo.node.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.node.VirtualTime;
import dynamo.version.Dot;
import dynamo.version.WriteId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryMemoryTest {
    private static final Dot DOT = new Dot(1, 1);

    private final VirtualTime time = new VirtualTime();
    private final RetryMemory memory = new RetryMemory(time);

    @Test
    void a_write_is_remembered_for_ten_minutes() {
        memory.remember(id(1), DOT);

        time.run(RetryMemory.KEPT);
        assertThat(memory.find(id(1))).contains(DOT);

        time.run(Duration.ofNanos(1));
        assertThat(memory.find(id(1))).isEmpty();
    }

    @Test
    void the_oldest_writes_go_when_there_are_too_many() {
        for (int i = 0; i <= RetryMemory.WRITES_MAX; i++) {
            memory.remember(id(i), DOT);
        }

        assertThat(memory.find(id(0))).isEmpty();
        assertThat(memory.find(id(1))).isPresent();
        assertThat(memory.find(id(RetryMemory.WRITES_MAX))).isPresent();
    }

    @Test
    void a_write_that_came_again_is_young_again() {
        memory.remember(id(1), DOT);
        time.run(Duration.ofMinutes(9));
        memory.remember(id(1), new Dot(1, 2));
        time.run(Duration.ofMinutes(9));

        assertThat(memory.find(id(1))).contains(new Dot(1, 2));
    }

    @Test
    void a_repeated_write_is_not_dropped_for_its_first_time() {
        memory.remember(id(1), DOT);
        memory.remember(id(2), DOT);
        memory.remember(id(1), DOT);
        for (int i = 3; i <= RetryMemory.WRITES_MAX + 1; i++) {
            memory.remember(id(i), DOT);
        }

        assertThat(memory.find(id(2))).isEmpty();
        assertThat(memory.find(id(1))).isPresent();
    }

    private static WriteId id(long number) {
        return new WriteId(7, number);
    }
}
