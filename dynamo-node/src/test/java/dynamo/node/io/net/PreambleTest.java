package dynamo.node.io.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dynamo.node.io.net.Preamble.Hello;
import dynamo.node.io.net.Preamble.Introduce;
import dynamo.node.io.net.Preamble.Refused;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import dynamo.version.MalformedException;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PreambleTest {
    private static final Hello HELLO = new Hello(1, 3, "prod", new NodeId("n1"), 0x0123456789abcdefL, "h:1");
    private static final Refused REFUSED = new Refused(Refusal.CLUSTER, "x");

    private static final Introduce INTRODUCE = new Introduce(0x0123456789abcdefL);
    private static final Introduction INTRODUCTION = new Introduction("prod", new NodeId("n1"), 3, 256);
    private static final ImmutableList<Preamble> ALL = ImmutableList.of(HELLO, REFUSED, INTRODUCE, INTRODUCTION);

    private static final String HELLO_HEX = "44594e5000170101030470726f64026e310123456789abcdef03683a31c2752b8d";
    private static final String REFUSED_HEX = "44594e50000402040178813d58e9";
    private static final String INTRODUCE_HEX = "44594e500009030123456789abcdef0110d920";
    private static final String INTRODUCTION_BODY = "040470726f64026e31038002";
    private static final String INTRODUCTION_HEX = "44594e50000c" + INTRODUCTION_BODY + "490387e2";

    @Test
    void bytes_are_those_of_the_first_version() {
        assertThat(HELLO.encode().hex()).isEqualTo(HELLO_HEX);
        assertThat(REFUSED.encode().hex()).isEqualTo(REFUSED_HEX);
        assertThat(read(HELLO_HEX)).isEqualTo(HELLO);
        assertThat(read(REFUSED_HEX)).isEqualTo(REFUSED);
        assertThat(INTRODUCE.encode().hex()).isEqualTo(INTRODUCE_HEX);
        assertThat(INTRODUCTION.encode().hex()).isEqualTo(INTRODUCTION_HEX);
        assertThat(read(INTRODUCE_HEX)).isEqualTo(INTRODUCE);
        assertThat(read(INTRODUCTION_HEX)).isEqualTo(INTRODUCTION);
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
    void largest_hello_is_within_the_bound() {
        Hello largest = new Hello(
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                "c".repeat(TransportConfig.Cluster.ID_BYTES_MAX),
                new NodeId("n".repeat(NodeId.CHARS_MAX)),
                -1,
                "a".repeat(Member.ADDRESS_CHARS_MAX));

        assertThat(read(largest.encode().hex())).isEqualTo(largest);
    }

    @Test
    void fields_that_no_node_writes_are_malformed() {
        assertThat(refusal(new Hello(1, 1, "c", new NodeId("n"), 1, "a".repeat(Member.ADDRESS_CHARS_MAX + 1))))
                .isEqualTo(Refusal.DAMAGED);
        assertThat(refusal(new Hello(1, 1, "c", new NodeId("n"), 1, "a\nb:1"))).isEqualTo(Refusal.DAMAGED);
        assertThat(refusal(new Hello(1, 1, "c".repeat(65), new NodeId("n"), 1, "")))
                .isEqualTo(Refusal.DAMAGED);
        String n17 = INTRODUCTION_BODY.replace("03", "11");
        String partitions257 = INTRODUCTION_BODY.replace("8002", "8102");
        String partitions4 = INTRODUCTION_BODY.replace("8002", "04");
        String strangeCluster = INTRODUCTION_BODY.replace("0470726f64", "0470206f64");
        for (String body : List.of(n17, partitions257, partitions4, strangeCluster, "0300", "04", "05")) {
            assertThatThrownBy(() -> Preamble.decode(Bytes.owning(HexFormat.of().parseHex(body))))
                    .as(body)
                    .isInstanceOf(MalformedException.class);
        }
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
                        "OTHER", "NOT_A_PEER", "DAMAGED", "VERSION", "CLUSTER", "SECRET", "WRONG_NODE", "OWN_NAME");
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
    }

    @Test
    void damaged_fields_are_malformed_or_a_value() {
        int malformed = 0;
        for (int seed = 0; seed < 40_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] whole = ALL.get(seed % ALL.size()).encode().toArray();
            byte[] body = java.util.Arrays.copyOfRange(whole, Preamble.HEAD_BYTES, whole.length - 4);
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
        assertThat(malformed).isBetween(20_000, 39_999);
    }

    private static Object read(String hex) {
        EmbeddedChannel channel = new EmbeddedChannel(new PreambleDecoder());
        channel.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex)));
        Object read = channel.readInbound();
        channel.finishAndReleaseAll();
        return read == null ? "nothing" : read;
    }

    private static Object refusal(Preamble preamble) {
        return refusal(preamble.encode().hex());
    }

    private static Object refusal(String hex) {
        return read(hex) instanceof PreambleDecoder.Unreadable unreadable
                ? unreadable.answer().why()
                : "readable";
    }
}
