package dynamo.node.io.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dynamo.node.env.ScheduledTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(20)
class EventLoopTest {
    private final BlockingQueue<Throwable> bugs = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> ran = new LinkedBlockingQueue<>();
    private final EventLoop loop = new EventLoop("loop-test", Sockets.available(), bugs::add);

    @AfterEach
    void close() {
        loop.close();
        assertThat(bugs).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void tasks_run_one_after_the_other_on_the_loops_thread(Sockets sockets) throws InterruptedException {
        try (EventLoop either = new EventLoop("either", sockets, bugs::add)) {
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                int number = i;
                either.execute(() -> order.add(either.isCurrentThread() ? number : -1));
            }
            either.execute(() -> ran.add("end"));

            assertThat(next()).isEqualTo("end");
            assertThat(order)
                    .containsExactlyElementsOf(IntStream.range(0, 1000).boxed().toList());
        }
    }

    @Test
    void task_given_by_a_task_runs_after_it_not_inside() throws InterruptedException {
        loop.execute(() -> {
            loop.execute(() -> ran.add("given"));
            loop.after(Duration.ZERO, () -> ran.add("given for now"));
            ran.add("giver");
        });

        assertThat(List.of(next(), next(), next())).startsWith("giver").contains("given", "given for now");
    }

    @Test
    void delayed_tasks_run_in_the_order_of_time_and_not_before_it() throws InterruptedException {
        SystemClock clock = new SystemClock();
        long start = clock.elapsedNanos();
        loop.after(Duration.ofMillis(40), () -> ran.add("late"));
        loop.after(Duration.ofMillis(20), () -> ran.add("early"));

        assertThat(next()).isEqualTo("early");
        assertThat(next()).isEqualTo("late");
        assertThat(clock.elapsedNanos() - start).isGreaterThanOrEqualTo(40_000_000);
    }

    @Test
    void cancelled_task_does_not_run() throws InterruptedException {
        ScheduledTask cancelled = loop.after(Duration.ofMillis(10), () -> ran.add("cancelled"));
        loop.after(Duration.ofMillis(30), () -> ran.add("kept"));
        cancelled.cancel();

        assertThat(next()).isEqualTo("kept");
        cancelled.cancel();
        assertThat(ran).isEmpty();
    }

    @Test
    void task_that_throws_is_told_once_and_no_other_runs() throws InterruptedException {
        loop.execute(() -> {
            throw new IllegalStateException("a broken invariant");
        });
        loop.execute(() -> ran.add("after the bug"));
        loop.after(Duration.ofMillis(1), () -> {
            throw new IllegalStateException("not told");
        });

        assertThat(bugs.poll(10, TimeUnit.SECONDS)).hasMessage("a broken invariant");
        loop.close();
        assertThat(ran).isEmpty();
        assertThat(bugs).isEmpty();
    }

    @Test
    void ended_protocol_runs_no_code_any_more_and_that_is_no_bug() {
        AtomicInteger rounds = new AtomicInteger();
        loop.execute(() -> goRound(rounds));

        loop.endProtocol();
        int roundsAtEnd = rounds.get();
        loop.group().submit(() -> {}).awaitUninterruptibly(); // the thread lives on, for the sockets

        assertThat(rounds).hasValue(roundsAtEnd);
        loop.close();
        loop.endProtocol();
    }

    private void goRound(AtomicInteger rounds) {
        rounds.incrementAndGet();
        loop.execute(() -> goRound(rounds));
    }

    @Test
    void closed_loop_drops_what_comes() {
        loop.close();
        loop.execute(() -> ran.add("late"));
        loop.after(Duration.ZERO, () -> ran.add("later")).cancel();

        assertThat(ran).isEmpty();
    }

    @Test
    void loop_can_be_closed_from_its_own_thread() throws InterruptedException {
        loop.execute(() -> {
            loop.close();
            ran.add("closed");
        });

        assertThat(next()).isEqualTo("closed");
    }

    @Test
    void code_of_a_socket_runs_at_once_and_only_on_the_loop() throws InterruptedException {
        loop.execute(() -> {
            loop.run(() -> ran.add("inside"));
            ran.add("outside");
        });

        assertThat(next()).isEqualTo("inside");
        assertThatThrownBy(() -> loop.run(() -> ran.add("elsewhere"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void wall_clock_counts_from_1970() {
        assertThat(new SystemClock().wallMillis()).isBetween(1_700_000_000_000L, 10_000_000_000_000L);
    }

    private String next() throws InterruptedException {
        String next = ran.poll(10, TimeUnit.SECONDS);
        return next == null ? "nothing in time" : next;
    }
}
