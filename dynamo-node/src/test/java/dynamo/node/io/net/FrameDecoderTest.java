package dynamo.node.io.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.BaseEncoding;
import com.sun.management.ThreadMXBean;
import dynamo.version.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {
    private static final int FRAME_BYTES_MAX = 40 << 20;
    private static final Bytes CONTENT = Bytes.utf8("milk");
    private static final String GOLDEN = "0000000541bfc215016d696c6b";

    private final TransportCounters counters = new TransportCounters();
    private final List<String> complaints = new ArrayList<>();
    private final EmbeddedChannel channel =
            new EmbeddedChannel(new FrameDecoder(FRAME_BYTES_MAX, counters, complaints::add));

    @AfterEach
    void release() {
        channel.finishAndReleaseAll();
    }

    @Test
    void bytes_of_a_frame_are_those_of_the_first_version() {
        assertThat(RawPeer.frame(Frames.MESSAGE, CONTENT).hex()).isEqualTo(GOLDEN);
        assertThat(RawPeer.frame(Frames.KEEP_ALIVE, Bytes.EMPTY).hex()).isEqualTo("00000001b34623a602");
    }

    @Test
    void frames_in_one_byte_pieces_come_out_whole_and_in_order() {
        Bytes stream = joined(frame("a"), frame("bb"), RawPeer.frame(Frames.KEEP_ALIVE, Bytes.EMPTY), frame("ccc"));
        for (int i = 0; i < stream.length(); i++) {
            feed(stream.slice(i, i + 1));
        }

        assertThat(contents()).containsExactly("a", "bb", "ccc");
        assertThat(counters.get(TransportCount.MESSAGES_RECEIVED)).isEqualTo(3);
    }

    @Test
    void frames_in_one_piece_come_out_whole_and_in_order() {
        feed(joined(frame("a"), frame("bb"), frame("ccc")));

        assertThat(contents()).containsExactly("a", "bb", "ccc");
    }

    @Test
    void large_frame_comes_out_whole() {
        byte[] large = new byte[5_000_000];
        new SplittableRandom(1).nextBytes(large);
        Bytes stream = joined(RawPeer.frame(Frames.MESSAGE, Bytes.owning(large)), frame("next"));
        for (int at = 0; at < stream.length(); at += 60_000) {
            feed(stream.slice(at, Math.min(stream.length(), at + 60_000)));
        }

        assertThat(channel.<Bytes>readInbound()).isEqualTo(Bytes.owning(large));
        assertThat(contents()).containsExactly("next");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, FRAME_BYTES_MAX + 1})
    void impossible_length_closes_before_allocation(int length) {
        ByteBuf head = Unpooled.buffer().writeInt(length).writeInt(0).writeZero(100);
        long before = allocated();
        channel.writeInbound(head);

        assertThat(allocated() - before).isLessThan(1 << 20);
        assertThat(channel.isOpen()).isFalse();
        assertThat(counters.get(TransportCount.FRAMES_DAMAGED)).isEqualTo(1);
        assertThat(contents()).isEmpty();
    }

    @Test
    void announced_length_costs_little_until_the_bytes_come() {
        ByteBuf head = Unpooled.buffer().writeInt(FRAME_BYTES_MAX).writeInt(0).writeZero(100);
        long before = allocated();
        channel.writeInbound(head);

        assertThat(allocated() - before).isBetween(1L << 20, 2L << 20);
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void wrong_checksum_closes_and_delivers_neither_it_nor_what_follows() {
        byte[] damaged = frame("milk").toArray();
        damaged[damaged.length - 1] ^= 1;
        feed(joined(frame("before"), Bytes.owning(damaged), frame("after")));

        assertThat(contents()).containsExactly("before");
        assertThat(complaints).containsExactly("a frame with a wrong checksum");
        assertThat(channel.isOpen()).isFalse();
        assertThat(counters.get(TransportCount.FRAMES_DAMAGED)).isEqualTo(1);
    }

    @Test
    void frame_of_a_newer_kind_is_skipped() {
        feed(joined(RawPeer.frame(77, CONTENT), frame("after")));

        assertThat(contents()).containsExactly("after");
        assertThat(counters.get(TransportCount.FRAMES_UNKNOWN)).isEqualTo(1);
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void truncated_frame_delivers_nothing() {
        Bytes whole = frame("milk");
        for (int length = 0; length < whole.length(); length++) {
            EmbeddedChannel cut = new EmbeddedChannel(new FrameDecoder(FRAME_BYTES_MAX, counters, complaints::add));
            cut.writeInbound(Unpooled.wrappedBuffer(whole.slice(0, length).toArray()));

            assertThat(cut.finish()).isFalse();
        }
        assertThat(counters.get(TransportCount.FRAMES_DAMAGED)).isZero();
    }

    @Test
    void damaged_streams_deliver_frames_as_sent_or_nothing() {
        Bytes stream = joined(frame("one"), frame("two"), frame("three"));
        int closed = 0;
        for (int seed = 0; seed < 5_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] damaged = stream.toArray();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            EmbeddedChannel one = new EmbeddedChannel(new FrameDecoder(1000, counters, complaints::add));
            one.writeInbound(Unpooled.wrappedBuffer(damaged));

            assertThat(contents(one)).as("seed %d", seed).isSubsetOf("one", "two", "three");
            closed += one.isOpen() ? 0 : 1;
            one.finishAndReleaseAll();
        }
        assertThat(closed).isGreaterThan(4_000); // the rest waits for bytes of a longer frame
    }

    private void feed(Bytes bytes) {
        channel.writeInbound(Unpooled.wrappedBuffer(bytes.toArray()));
    }

    private List<String> contents() {
        return contents(channel);
    }

    private static List<String> contents(EmbeddedChannel from) {
        List<String> contents = new ArrayList<>();
        for (Bytes next = from.readInbound(); next != null; next = from.readInbound()) {
            contents.add(next.asUtf8());
        }
        return contents;
    }

    private static Bytes frame(String content) {
        return RawPeer.frame(Frames.MESSAGE, Bytes.utf8(content));
    }

    private static Bytes joined(Bytes... parts) {
        StringBuilder hex = new StringBuilder();
        for (Bytes part : parts) {
            hex.append(part.hex());
        }
        return Bytes.owning(BaseEncoding.base16().lowerCase().decode(hex));
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
