package dynamo.node.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dynamo.contract.ErrorCode;
import dynamo.contract.Key;
import dynamo.ring.NodeId;
import dynamo.ring.Placement;
import dynamo.version.Bytes;
import dynamo.version.Encoder;
import dynamo.version.MalformedException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessageCodecTest {
    private static final int EXTENSIONS_AT = 10; // of an envelope from "n1" as the samples have it
    private static final ImmutableMap<String, String> GOLDEN = ImmutableMap.<String, String>builder()
            .put(
                    "coordinate",
                    "0101ac0205b424026e310000046361727405616c6963650200000000000000a10700000000000000"
                            + "b2010102030405060708090a0b0c0d0e0f1003722d3101030201882700010a746578742f706c6169"
                            + "6e010262790178046d696c6b")
            .put(
                    "write",
                    "0102ac0205b424026e31000000046361727405616c696365010102030405060708090a0b0c0d0e0f"
                            + "10000044010100000000000000a1070100000000000000a1070102030405060708090a0b0c0d0e0f"
                            + "101122334455667788010a746578742f706c61696e010262790178046d696c6b")
            .put(
                    "write, a hint",
                    "0102ac0205b424026e31000002046361727405616c696365000101026e336f010200000000000000"
                            + "a10700000000000000b2010200000000000000a1070102030405060708090a0b0c0d0e0f10112233"
                            + "4455667788010a746578742f706c61696e010262790178046d696c6b00000000000000b201010203"
                            + "0405060708090a0b0c0d0e0f10112233445566778900")
            .put("read", "0103ac0205b424026e31000001046361727405616c696365")
            .put("hello", "0104ac0205b424026e3100000a0b0c0d0e0f1011fffffffffffffffe0100")
            .put("superseded?", "0105ac0205b424026e31000000046361727405616c6963650100000000000000a10700")
            .put("open", "0128ac0205b424026e310000c801fffffffffffffffd0000000000000102")
            .put("segments", "0129ac0205b424026e310000c801")
            .put("rows", "012aac0205b424026e310000c801fa010603726f77")
            .put(
                    "fetch",
                    "012bac0205b424026e310000c8010103726f770200000000000000a10700000000000000b2010100"
                            + "000000000000a107")
            .put(
                    "settle",
                    "012cac0205b424026e310000046361727405616c6963650100000000000000a10744010100000000"
                            + "000000a1070100000000000000a1070102030405060708090a0b0c0d0e0f10112233445566778801"
                            + "0a746578742f706c61696e010262790178046d696c6b")
            .put("join", "012dac0205b424026e310000c801fffffffffffffffc0f0100000000000000a1050201010500")
            .put("hints held?", "012eac0205b424026e31000001026e33")
            .put("superseded", "0145ac0205b424026e310000010100000000000000a10700")
            .put("unready", "0148ac0205b424026e3100000462757379")
            .put(
                    "opened",
                    "0149ac0205b424026e310000fffffffffffffffcfffffffffffffffd010f0100000000000000a105" + "0201010500")
            .put("segment hashes", "014aac0205b424026e310000020000000000000001ffffffffffffffff")
            .put("row hashes", "014bac0205b424026e3100000103726f77fffffffffffffffb01")
            .put(
                    "fetched",
                    "014cac0205b424026e31000001000100000000000000a1070100000000000000a107014401010000"
                            + "0000000000a1070100000000000000a1070102030405060708090a0b0c0d0e0f1011223344556677"
                            + "88010a746578742f706c61696e010262790178046d696c6b")
            .put("joined", "014dac0205b424026e31000001")
            .put("hinted partitions", "014eac0205b424026e3100000207c801")
            .put("refuse", "012fac0205b424026e310000c80100000000000000a101050201010500")
            .put("refused", "014fac0205b424026e31000001")
            .put(
                    "coordinated, alone",
                    "0140ac0205b424026e3100000100000000000000a107020302010544010100000000000000a10701"
                            + "00000000000000a1070102030405060708090a0b0c0d0e0f101122334455667788010a746578742f"
                            + "706c61696e010262790178046d696c6b")
            .put(
                    "coordinated, with siblings",
                    "0140ac0205b424026e3100000100000000000000a10702030201026f010200000000000000a10700"
                            + "000000000000b2010200000000000000a1070102030405060708090a0b0c0d0e0f10112233445566"
                            + "7788010a746578742f706c61696e010262790178046d696c6b00000000000000b201010203040506"
                            + "0708090a0b0c0d0e0f10112233445566778900")
            .put("coordinated, failed", "0140ac0205b424026e31000000051531206f662032206e6f64657320616e7377657265640201")
            .put("declined", "0141ac0205b424026e3100000a6e6f74206120686f6d65")
            .put("written", "0142ac0205b424026e310000000000")
            .put(
                    "written, known",
                    "0142ac0205b424026e310000010100000000000000a1070144010100000000000000a10701000000"
                            + "00000000a1070102030405060708090a0b0c0d0e0f101122334455667788010a746578742f706c61"
                            + "696e010262790178046d696c6b")
            .put(
                    "read answer",
                    "0143ac0205b424026e31000000016f010200000000000000a10700000000000000b2010200000000"
                            + "000000a1070102030405060708090a0b0c0d0e0f101122334455667788010a746578742f706c6169"
                            + "6e010262790178046d696c6b00000000000000b2010102030405060708090a0b0c0d0e0f10112233"
                            + "445566778900")
            .put("read answer, absent", "0143ac0205b424026e310000010003010000")
            .put("welcome", "0144ac0205b424026e31000001")
            .put("wrong epoch", "0146ac0205b424026e310000")
            .put("ring digest", "0194ac0205b424026e3100000000000000050000fffffffffffffffd")
            .put("ring state", "0195ac0205b424026e31000000000000000500000104706c616e0870726f677265737301")
            .put("wish", "0196ac0205b424026e310000027a313ff800000000000001026e330d31302e302e302e343a37303030")
            .put("space", "0180ac0205b424026e31000000")
            .put("ping", "0110ac0205b424026e31000001026e330107026e3100")
            .put("ping request", "0111ac0205b424026e310000026e3300")
            .put("digest", "0112ac0205b424026e310000fffffffffffffffd")
            .put(
                    "ack",
                    "0190ac0205b424026e31000002026e31008080808050000d31302e302e302e313a37303030026e33" + "0107026e3100")
            .put("nack", "0191ac0205b424026e310000")
            .put("spread", "0192ac0205b424026e31000001026e31008080808050000d31302e302e302e313a37303030")
            .put(
                    "state",
                    "0193ac0205b424026e3100000102026e31008080808050000d31302e302e302e313a37303030026e"
                            + "330107026e3100")
            .build();

    static Stream<Class<?>> messageRecords(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(MessageCodecTest::messageRecords)
                : Stream.of(type);
    }

    @Test
    void every_message_has_a_form_a_sample_and_a_random_one() {
        ImmutableList<String> messages =
                messageRecords(Message.class).map(Class::getName).collect(ImmutableList.toImmutableList());

        assertThat(MessageForms.ALL)
                .extracting(form -> form.kind().getName())
                .containsExactlyInAnyOrderElementsOf(messages);
        assertThat(MessageSamples.ALL.values())
                .extracting(message -> message.getClass().getName())
                .hasSameElementsAs(messages);
        assertThat(new RandomMessages(new SplittableRandom(1)).kinds())
                .extracting(Class::getName)
                .containsExactlyInAnyOrderElementsOf(messages);
    }

    @Test
    void bytes_of_every_sample_are_those_of_the_first_version() {
        ImmutableMap.Builder<String, String> now = ImmutableMap.builder();
        MessageSamples.ALL.forEach((name, message) -> now.put(
                name, MessageCodec.encode(MessageSamples.sealed(message)).hex()));

        assertThat(now.build()).isEqualTo(GOLDEN);
        MessageSamples.ALL.forEach(
                (name, message) -> assertThat(decode(sample(name))).isEqualTo(MessageSamples.sealed(message)));
    }

    @Test
    void constants_keep_their_place() {
        assertThat(WriteKind.values()).extracting(Enum::name).containsExactly("REPLICATE", "REPAIR", "HINT", "HANDOFF");
        assertThat(Reply.Status.values())
                .extracting(Enum::name)
                .containsExactly(
                        "STORED", "COVERED", "REFUSED_FULL", "REFUSED_UNREADABLE", "REFUSED", "REFUSED_HINTS_FULL");
        assertThat(Reply.Finding.values()).extracting(Enum::name).containsExactly("FOUND", "ABSENT", "UNREADABLE");
        assertThat(Gossip.Status.values()).extracting(Enum::name).containsExactly("ALIVE", "SUSPECT", "DEAD");
        assertThat(ErrorCode.values())
                .extracting(Enum::name)
                .containsExactly(
                        "BAD_REQUEST",
                        "PRECONDITION_FAILED",
                        "TOO_MANY_SIBLINGS",
                        "OVERLOADED",
                        "QUORUM_NOT_AVAILABLE",
                        "QUORUM_TIMEOUT",
                        "DISK_FULL",
                        "STARTING",
                        "DRAINING",
                        "INTERNAL",
                        "RING_CHANGE_REFUSED",
                        "PLAN_UNKNOWN");
    }

    @Test
    void random_messages_come_back_as_they_were() {
        for (int seed = 0; seed < 20_000; seed++) {
            Envelope sent = new RandomMessages(new SplittableRandom(seed)).next();
            Bytes encoded = MessageCodec.encode(sent);
            Envelope received = MessageCodec.decode(encoded);

            assertThat(received).as("seed %d", seed).isEqualTo(sent);
            assertThat(MessageCodec.encode(received)).as("seed %d", seed).isEqualTo(encoded);
        }
    }

    @Test
    void every_truncation_of_a_message_is_malformed() {
        for (String hex : GOLDEN.values()) {
            Bytes whole = bytes(hex);
            for (int length = 0; length < whole.length(); length++) {
                Bytes cut = whole.slice(0, length);
                assertThatThrownBy(() -> MessageCodec.decode(cut))
                        .as("%s cut to %d", hex, length)
                        .isInstanceOf(MalformedException.class);
            }
        }
    }

    @Test
    void bytes_after_a_message_are_malformed() {
        for (String hex : GOLDEN.values()) {
            assertThatThrownBy(() -> decode(hex + "00")).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void fields_of_newer_versions_are_skipped_in_envelope_and_message() {
        String extensions = "02" + "01" + "03aabbcc" + "05" + "00"; // two fields: tag 1 of 3 bytes, tag 5 of none
        for (Map.Entry<String, String> golden : GOLDEN.entrySet()) {
            String hex = golden.getValue();
            String newer = hex.substring(0, 2 * EXTENSIONS_AT)
                    + extensions
                    + extensions
                    + hex.substring(2 * EXTENSIONS_AT + 4);
            assertThat(decode(newer)).isEqualTo(decode(hex));
        }
    }

    @Test
    void extensions_out_of_order_or_too_many_are_malformed() {
        String head = sample("welcome").substring(0, 2 * EXTENSIONS_AT);

        assertThatThrownBy(() -> decode(head + "02" + "0500" + "0100" + "00" + "01"))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("extension 1 after 5");
        assertThatThrownBy(() -> decode(head + "41" + "0100".repeat(65) + "00" + "01"))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("65 exceeds 64");
    }

    @Test
    void message_type_of_a_newer_version_is_unknown_not_malformed() {
        assertThatThrownBy(() -> decode("01" + "ff" + sample("welcome").substring(4)))
                .isInstanceOf(UnknownMessageException.class)
                .hasMessageContaining("255");
    }

    @Test
    void constant_of_a_newer_version_is_unknown_not_malformed() {
        String absent = sample("read answer, absent");
        int findingAt = 2 * EXTENSIONS_AT + 4;

        assertThat(absent.substring(findingAt, findingAt + 2)).isEqualTo("01");
        assertThatThrownBy(() -> decode(absent.substring(0, findingAt) + "03" + absent.substring(findingAt + 2)))
                .isInstanceOf(UnknownMessageException.class);
    }

    @Test
    void encoding_of_another_version_is_malformed() {
        assertThatThrownBy(() -> decode("02" + sample("welcome").substring(2)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("encoding 2");
    }

    @Test
    void impossible_values_are_malformed() {
        assertThatThrownBy(() -> decode(sample("read").replace("63617274", "632f7274"))) // bucket c/rt
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("bucket");
        assertThatThrownBy(() -> decode(sample("coordinate").replace("030201882700", "030401882700"))) // W 4 of 3
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("quorum of 4 of 3");
    }

    @Test
    void impossible_news_of_a_member_are_malformed() {
        String head = sample("spread").substring(0, 2 * EXTENSIONS_AT + 4);

        assertThatThrownBy(() -> decode(head + "01" + "026e31" + "00" + "ffffffffffffffff7f" + "00" + "00"))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("incarnation");
        assertThatThrownBy(() -> decode(head + "01" + "026e31" + "00" + "01" + "026e31" + "00"))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("own member");
        assertThatThrownBy(() -> decode(head + "01" + "026e31" + "00" + "01" + "00" + "026120"))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("address");
        assertThatThrownBy(() -> decode(head + "8102" + "026e3100010000".repeat(257)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("257 exceeds 256");
        assertThatThrownBy(() -> decode(head + "01" + "026e31" + "03" + "01" + "00" + "00"))
                .isInstanceOf(UnknownMessageException.class);
    }

    @Test
    void words_too_long_for_the_wire_are_cut() {
        Envelope wordy = MessageSamples.sealed(new Reply.Declined("字".repeat(100_000)));

        assertThat(MessageCodec.decode(MessageCodec.encode(wordy)).message())
                .isEqualTo(new Reply.Declined("字".repeat(1024)));
    }

    @Test
    void record_that_is_both_alone_and_body_travels_once() {
        assertThat(sample("coordinated, alone")).containsOnlyOnce("6d696c6b"); // milk
    }

    @Test
    void decoding_shares_the_received_bytes() {
        byte[] received = HexFormat.of().parseHex(sample("read"));
        Envelope envelope = MessageCodec.decode(Bytes.owning(received));
        received[received.length - 1] = 'X';

        assertThat(envelope.message())
                .isEqualTo(new Request.Read(new Key("cart", Bytes.utf8("alicX")), Placement.Stage.SWITCHED));
    }

    @Test
    void sender_is_no_longer_than_a_node_name() {
        Encoder to = new Encoder(100);
        to.u8(1)
                .u8(68)
                .varint(1)
                .varint(1)
                .varint(1)
                .string("n".repeat(65))
                .u8(0)
                .u8(0)
                .u8(1);

        assertThatThrownBy(() -> MessageCodec.decode(to.toBytes())).isInstanceOf(MalformedException.class);
        assertThat(new NodeId("n".repeat(64)).name()).hasSize(64);
    }

    private static String sample(String name) {
        return GOLDEN.getOrDefault(name, "");
    }

    private static Envelope decode(String hex) {
        return MessageCodec.decode(bytes(hex));
    }

    private static Bytes bytes(String hex) {
        return Bytes.owning(HexFormat.of().parseHex(hex));
    }
}
