package dynamo.node.io.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dynamo.node.io.net.Preamble.Hello;
import dynamo.node.io.net.Preamble.Refused;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import dynamo.version.MalformedException;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PreambleTest {
    private static final Hello HELLO = new Hello(1, 3, "prod", new NodeId("n1"), 0x0123456789abcdefL);
    private static final Refused REFUSED = new Refused(Refusal.CLUSTER, "x");

    private static final String HELLO_HEX = "44594e5000130101030470726f64026e310123456789abcdefb2a6fa65";
    private static final String REFUSED_HEX = "44594e50000402040178813d58e9";

    @Test
    void bytes_are_those_of_the_first_version() {
        assertThat(HELLO.encode().hex()).isEqualTo(HELLO_HEX);
        assertThat(REFUSED.encode().hex()).isEqualTo(REFUSED_HEX);
        assertThat(read(HELLO_HEX)).isEqualTo(HELLO);
        assertThat(read(REFUSED_HEX)).isEqualTo(REFUSED);
    }

    @Test
    void preamble_in_one_byte_pieces_is_read_and_what_follows_is_passed_on() {
        EmbeddedChannel channel = new EmbeddedChannel(new PreambleDecoder());
        byte[] bytes = HexFormat.of().parseHex(HELLO_HEX + "aabb");
        for (byte piece : bytes) {
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {piece}));
        }

        assertThat(channel.<Object>readInbound()).isEqualTo(HELLO);
        assertThat(channel.<Object>readInbound()).isEqualTo(Unpooled.wrappedBuffer(new byte[] {(byte) 0xaa}));
        assertThat(channel.<Object>readInbound()).isEqualTo(Unpooled.wrappedBuffer(new byte[] {(byte) 0xbb}));
        channel.finishAndReleaseAll();
    }

    @Test
    void fields_of_a_newer_version_are_skipped() {
        Bytes body = Bytes.owning(HexFormat.of().parseHex(HELLO_HEX)).slice(6, HELLO_HEX.length() / 2 - 4);
        byte[] newer = java.util.Arrays.copyOf(body.toArray(), body.length() + 7);

        assertThat(Preamble.decode(Bytes.owning(newer))).isEqualTo(HELLO);
    }

    @Test
    void reason_of_a_newer_version_is_some_other_reason() {
        assertThat(Preamble.decode(Bytes.owning(new byte[] {2, 99, 0}))).isEqualTo(new Refused(Refusal.OTHER, ""));
    }

    @ParameterizedTest
    @EnumSource
    void every_reason_comes_back(Refusal why) {
        assertThat(read(new Refused(why, "").encode().hex())).isEqualTo(new Refused(why, ""));
    }

    @Test
    void reasons_keep_their_place() {
        assertThat(Refusal.values())
                .extracting(Enum::name)
                .containsExactly(
                        "OTHER", "NOT_A_PEER", "DAMAGED", "VERSION", "CLUSTER", "RING", "WRONG_NODE", "OWN_NAME");
    }

    @Test
    void first_wrong_byte_is_enough_to_know_that_it_is_no_peer() {
        assertThat(refusal("47")).isEqualTo(Refusal.NOT_A_PEER); // G
        assertThat(refusal("44594e51")).isEqualTo(Refusal.NOT_A_PEER);
        assertThat(read("44594e")).isEqualTo("nothing");
    }

    @Test
    void damaged_preamble_is_refused() {
        assertThat(refusal("44594e50" + "0401")).isEqualTo(Refusal.DAMAGED); // over the bound
        assertThat(refusal("44594e50" + "0000" + "00000000")).isEqualTo(Refusal.DAMAGED); // no kind
        assertThat(refusal(HELLO_HEX.substring(0, HELLO_HEX.length() - 2) + "00"))
                .isEqualTo(Refusal.DAMAGED);
        assertThatThrownBy(() -> Preamble.decode(Bytes.owning(new byte[] {3, 0, 0})))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void damaged_fields_are_malformed_or_a_value() {
        byte[] whole = HELLO.encode().toArray();
        byte[] body = java.util.Arrays.copyOfRange(whole, Preamble.HEAD_BYTES, whole.length - 4);
        int malformed = 0;
        for (int seed = 0; seed < 20_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] damaged = java.util.Arrays.copyOf(body, random.nextInt(body.length + 1));
            for (int i = random.nextInt(3); i > 0 && damaged.length > 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(Preamble.decode(Bytes.owning(damaged)))
                        .as("seed %d", seed)
                        .isNotNull();
            } catch (MalformedException e) {
                malformed++;
            }
        }
        assertThat(malformed).isBetween(10_000, 19_999);
    }

    private static Object read(String hex) {
        EmbeddedChannel channel = new EmbeddedChannel(new PreambleDecoder());
        channel.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex)));
        Object read = channel.readInbound();
        channel.finishAndReleaseAll();
        return read == null ? "nothing" : read;
    }

    private static Object refusal(String hex) {
        return read(hex) instanceof PreambleDecoder.Unreadable unreadable
                ? unreadable.answer().why()
                : "readable";
    }
}
