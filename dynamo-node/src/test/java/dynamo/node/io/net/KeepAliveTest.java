package dynamo.node.io.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In virtual time, one interval a second. */
class KeepAliveTest {
    private static final TransportLimits LIMITS = TransportLimits.DEFAULT;

    private final TransportCounters counters = new TransportCounters();
    private final List<String> complaints = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();

    @BeforeEach
    void add() {
        channel.freezeTime();
        channel.pipeline().addFirst(new KeepAlive(LIMITS, counters, complaints::add));
    }

    @AfterEach
    void release() {
        channel.finishAndReleaseAll();
    }

    @Test
    void silent_peer_is_given_up_in_the_fifth_second() {
        pass(4);
        assertThat(channel.isOpen()).isTrue();
        pass(1);
        assertThat(channel.isOpen()).isFalse();
        assertThat(counters.get(TransportCount.SILENT)).isEqualTo(1);
        assertThat(complaints).containsExactly("silence");
    }

    @Test
    void peer_that_says_one_byte_in_four_seconds_is_alive() {
        for (int i = 0; i < 10; i++) {
            pass(4);
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[1]));
        }
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void pause_of_this_process_is_not_taken_for_silence_of_the_peer() {
        channel.advanceTimeBy(60, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();

        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void something_is_said_each_second_unless_something_was() {
        pass(1);
        assertThat(said()).isEqualTo(1);
        channel.writeOutbound(Unpooled.wrappedBuffer(new byte[1]));
        assertThat(said()).isEqualTo(1);
        pass(1);
        assertThat(said()).isZero();
        pass(1);
        assertThat(said()).isEqualTo(1);
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
        }
    }

    private int said() {
        int said = 0;
        for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            next.release();
            said++;
        }
        return said;
    }
}
