package dynamo.node.io.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dynamo.node.io.net.Preamble.Hello;
import dynamo.node.io.net.Preamble.Introduce;
import dynamo.node.io.net.Preamble.Refused;
import dynamo.node.message.Envelope;
import dynamo.node.message.MessageCodec;
import dynamo.node.message.Notice;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import dynamo.version.Encoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes to the peer port: the node lives on, says why, counts it, and serves its true peers. */
@Timeout(30)
class HostilePeerTest {
    private final TestNode node = new TestNode("n1");

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void http_request_is_told_that_this_is_no_place_for_it() throws IOException {
        try (RawPeer peer = RawPeer.dial(node)) {
            peer.send(Bytes.owning("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII)));

            assertThat(peer.readRefusal()).isEqualTo(Refusal.NOT_A_PEER);
            assertThat(peer.isClosedByOther()).isTrue();
        }
        assertThat(node.count(TransportCount.REFUSED)).isEqualTo(1);
    }

    @Test
    void random_bytes_are_refused() throws IOException {
        byte[] noise = new byte[64 * 1024];
        new SplittableRandom(1).nextBytes(noise);
        try (RawPeer peer = RawPeer.dial(node)) {
            peer.send(Bytes.owning(noise));

            assertThat(peer.isClosedByOther()).isTrue();
        }
        assertThat(node.count(TransportCount.REFUSED)).isEqualTo(1);
    }

    @Test
    void other_cluster_is_refused() throws IOException {
        assertThat(refusalOf(new Hello(1, 1, "other", RawPeer.ID, TestNode.SECRET, "")))
                .isEqualTo(Refusal.CLUSTER);
    }

    @Test
    void other_secret_is_refused() throws IOException {
        assertThat(refusalOf(new Hello(1, 1, TestNode.CLUSTER, RawPeer.ID, 1, "")))
                .isEqualTo(Refusal.SECRET);
    }

    @Test
    void who_asks_and_shows_the_secret_is_told_what_cluster_this_is_and_nothing_follows() throws IOException {
        try (RawPeer peer = RawPeer.dial(node)) {
            Bytes question = new Introduce(TestNode.SECRET).encode();
            for (int i = 0; i < question.length(); i++) {
                peer.send(question.slice(i, i + 1));
            }

            assertThat(peer.readPreamble()).isEqualTo(new Introduction(TestNode.CLUSTER, node.id, 3, 16));
            assertThat(peer.isClosedByOther()).isTrue();
        }
        assertThat(node.count(TransportCount.INTRODUCTIONS)).isEqualTo(1);
        assertThat(node.heard).isEmpty();
    }

    @Test
    void who_asks_without_the_secret_learns_nothing() throws IOException {
        try (RawPeer peer = RawPeer.dial(node)) {
            peer.send(new Introduce(TestNode.SECRET + 1).encode());

            assertThat(peer.readPreamble()).isEqualTo(new Refused(Refusal.SECRET, ""));
            assertThat(peer.isClosedByOther()).isTrue();
        }
        assertThat(node.count(TransportCount.REFUSED)).isEqualTo(1);
        assertThat(node.count(TransportCount.INTRODUCTIONS)).isZero();
    }

    @Test
    void whatever_follows_a_question_is_not_read() throws IOException {
        try (RawPeer peer = RawPeer.dial(node)) {
            peer.sendTogether(
                    new Introduce(TestNode.SECRET).encode(),
                    RawPeer.hello().encode(),
                    RawPeer.frame(Frames.MESSAGE, message(RawPeer.ID, 1)));
            assertThat(peer.isClosedByOther()).isTrue();
        }
        RawPeer.welcomed(node).close();
        assertThat(node.received).isEmpty();
    }

    @Test
    void who_begins_with_an_answer_is_not_talked_to() throws IOException {
        for (Preamble answer : List.of(
                new Introduction(TestNode.CLUSTER, RawPeer.ID, 3, 16), new Refused(Refusal.SECRET, "so there"))) {
            try (RawPeer peer = RawPeer.dial(node)) {
                peer.send(answer.encode());
                assertThat(peer.isClosedByOther()).isTrue();
            }
        }
        assertThat(node.heard).isEmpty();
    }

    @Test
    void questions_without_end_take_no_room_from_peers() throws IOException {
        for (int i = 0; i < 3 * TestNode.LIMITS.inboundMax(0); i++) {
            try (RawPeer peer = RawPeer.dial(node)) {
                peer.send(new Introduce(TestNode.SECRET).encode());
                assertThat(peer.readPreamble()).isInstanceOf(Introduction.class);
                assertThat(peer.isClosedByOther()).isTrue();
            }
        }
        RawPeer.welcomed(node).close();
        assertThat(node.count(TransportCount.INBOUND_OVER_LIMIT)).isZero();
    }

    @Test
    void hello_with_an_address_that_is_none_is_refused() throws IOException {
        Hello hello = new Hello(1, 1, TestNode.CLUSTER, RawPeer.ID, TestNode.SECRET, "a b:1\n[n1] all is well");
        assertThat(refusalOf(hello)).isEqualTo(Refusal.DAMAGED);
        assertThat(node.heard).isEmpty();
    }

    @Test
    void strangers_by_the_hundred_are_told_of_and_cost_what_their_connections_cost() throws IOException {
        for (int i = 0; i < 100; i++) {
            try (RawPeer peer = RawPeer.dial(node)) {
                Hello hello = new Hello(
                        1, 1, TestNode.CLUSTER, new NodeId("s" + i), TestNode.SECRET, "no.address/" + i + "/at-all");
                peer.send(hello.encode());
                assertThat(peer.readPreamble()).isInstanceOf(Hello.class);
            }
        }
        node.awaitHeard("stranger s99 at no.address/99/at-all");
        assertThat(node.heard).hasSize(100);
        assertThat(node.count(TransportCount.DIALS)).isZero();
    }

    @Test
    void protocol_without_a_common_version_is_refused() throws IOException {
        assertThat(refusalOf(new Hello(2, 9, TestNode.CLUSTER, RawPeer.ID, TestNode.SECRET, "")))
                .isEqualTo(Refusal.VERSION);
        assertThat(refusalOf(new Hello(0, 0, TestNode.CLUSTER, RawPeer.ID, TestNode.SECRET, "")))
                .isEqualTo(Refusal.VERSION);
    }

    @Test
    void own_name_is_refused() throws IOException {
        assertThat(refusalOf(new Hello(1, 1, TestNode.CLUSTER, node.id, TestNode.SECRET, "")))
                .isEqualTo(Refusal.OWN_NAME);
    }

    @Test
    void newer_peer_that_speaks_this_version_too_is_welcome() throws IOException {
        try (RawPeer peer = RawPeer.dial(node)) {
            peer.send(new Hello(1, 7, TestNode.CLUSTER, RawPeer.ID, TestNode.SECRET, "").encode());

            assertThat(peer.readPreamble())
                    .isEqualTo(new Hello(1, 1, TestNode.CLUSTER, node.id, TestNode.SECRET, "127.0.0.1:" + node.port));
        }
    }

    @Test
    void silence_before_the_handshake_is_not_waited_for() throws IOException {
        try (RawPeer peer = RawPeer.dial(node)) {
            peer.send(RawPeer.hello().encode().slice(0, 9));

            assertThat(peer.isClosedByOther()).isTrue();
        }
        assertThat(node.count(TransportCount.HANDSHAKE_TIMEOUTS)).isEqualTo(1);
    }

    @Test
    void silence_after_the_handshake_ends_the_connection() throws IOException {
        try (RawPeer peer = RawPeer.welcomed(node)) {
            assertThat(peer.readFrame()).isEqualTo(Bytes.owning(new byte[] {Frames.KEEP_ALIVE}));
            assertThat(peer.isClosedByOther()).isTrue();
        }
        assertThat(node.count(TransportCount.SILENT)).isEqualTo(1);
    }

    @Test
    void connections_beyond_the_limit_are_closed_and_room_comes_back() throws IOException {
        List<RawPeer> peers = new ArrayList<>();
        for (int i = 0; i < TestNode.LIMITS.inboundMax(0); i++) {
            peers.add(RawPeer.dial(node));
        }
        try (RawPeer oneTooMany = RawPeer.dial(node)) {
            assertThat(oneTooMany.isClosedByOther()).isTrue();
        }
        node.awaitCount(TransportCount.INBOUND_OVER_LIMIT, 1);
        node.awaitCount(TransportCount.HANDSHAKE_TIMEOUTS, TestNode.LIMITS.inboundMax(0));
        RawPeer.welcomed(node).close();
        for (RawPeer peer : peers) {
            peer.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MAX_VALUE, (4 << 20) + 1})
    void impossible_frame_length_closes(int length) throws IOException {
        try (RawPeer peer = RawPeer.welcomed(node)) {
            peer.send(new Encoder(8).i32(length).i32(0).toBytes());

            assertThat(peer.isClosedByOther()).isTrue();
        }
        assertThat(node.count(TransportCount.FRAMES_DAMAGED)).isEqualTo(1);
    }

    @Test
    void damaged_frame_is_not_delivered_and_closes() throws IOException {
        byte[] damaged = RawPeer.frame(Frames.MESSAGE, message(RawPeer.ID, 1)).toArray();
        damaged[damaged.length - 1] ^= 1;
        try (RawPeer peer = RawPeer.welcomed(node)) {
            peer.send(Bytes.owning(damaged));
            peer.sendFrame(message(RawPeer.ID, 2));

            assertThat(peer.isClosedByOther()).isTrue();
        }
        assertThat(node.count(TransportCount.FRAMES_DAMAGED)).isEqualTo(1);
        assertThat(node.received).isEmpty();
    }

    @Test
    void frame_cut_by_the_end_of_its_connection_is_not_delivered() throws IOException {
        Bytes frame = RawPeer.frame(Frames.MESSAGE, message(RawPeer.ID, 1));
        try (RawPeer peer = RawPeer.welcomed(node)) {
            peer.send(frame.slice(0, frame.length() - 1));
        }
        try (RawPeer peer = RawPeer.welcomed(node)) {
            peer.sendFrame(message(RawPeer.ID, 2));
            awaitReceived(2);
        }
        assertThat(node.received).hasSize(1);
    }

    @Test
    void frame_in_one_byte_pieces_is_delivered() throws IOException {
        Bytes frame = RawPeer.frame(Frames.MESSAGE, message(RawPeer.ID, 1));
        try (RawPeer peer = RawPeer.welcomed(node)) {
            for (int i = 0; i < frame.length(); i++) {
                peer.send(frame.slice(i, i + 1));
            }
            awaitReceived(1);
        }
    }

    @Test
    void message_of_a_newer_version_is_dropped_and_the_connection_stays() throws IOException {
        byte[] newer = message(RawPeer.ID, 1).toArray();
        newer[1] = (byte) 0xee;
        try (RawPeer peer = RawPeer.welcomed(node)) {
            peer.sendFrame(Bytes.owning(newer));
            peer.send(RawPeer.frame(99, Bytes.utf8("a frame of a newer kind")));
            peer.sendFrame(message(RawPeer.ID, 2));
            awaitReceived(2);
        }
        assertThat(node.count(TransportCount.MESSAGES_UNKNOWN)).isEqualTo(1);
        assertThat(node.count(TransportCount.FRAMES_UNKNOWN)).isEqualTo(1);
    }

    @Test
    void malformed_message_closes() throws IOException {
        try (RawPeer peer = RawPeer.welcomed(node)) {
            peer.sendFrame(Bytes.utf8("no message"));
            assertThat(peer.isClosedByOther()).isTrue();
        }
        assertThat(node.count(TransportCount.MESSAGES_MALFORMED)).isEqualTo(1);
    }

    @Test
    void message_in_anothers_name_is_not_delivered_and_closes() throws IOException {
        try (RawPeer peer = RawPeer.welcomed(node)) {
            peer.sendFrame(message(new NodeId("n2"), 1));
            assertThat(peer.isClosedByOther()).isTrue();
        }
        assertThat(node.count(TransportCount.MESSAGES_MALFORMED)).isEqualTo(1);
        assertThat(node.received).isEmpty();
    }

    @Test
    void message_before_the_handshake_is_not_delivered() throws IOException {
        try (RawPeer peer = RawPeer.dial(node)) {
            peer.sendFrame(message(RawPeer.ID, 1));
            assertThat(peer.isClosedByOther()).isTrue();
        }
        assertThat(node.received).isEmpty();
    }

    @Test
    void second_hello_closes() throws IOException {
        try (RawPeer peer = RawPeer.welcomed(node)) {
            peer.send(RawPeer.hello().encode());
            assertThat(peer.isClosedByOther()).isTrue();
        }
        assertThat(node.count(TransportCount.FRAMES_DAMAGED)).isEqualTo(1);
    }

    @Test
    void peer_that_dials_again_replaces_its_older_connection() throws IOException {
        try (RawPeer older = RawPeer.welcomed(node);
                RawPeer newer = RawPeer.welcomed(node)) {
            assertThat(older.isClosedByOther()).isTrue();
            newer.sendFrame(message(RawPeer.ID, 1));
            awaitReceived(1);
        }
    }

    @Test
    void true_peer_is_served_while_others_knock() throws IOException {
        try (TestNode other = new TestNode("n2")) {
            other.meet(node.id, node.port);
            other.awaitHeard("connected n1");
            for (int seed = 0; seed < 50; seed++) {
                byte[] noise = new byte[100];
                new SplittableRandom(seed).nextBytes(noise);
                try (RawPeer peer = RawPeer.dial(node)) {
                    peer.send(Bytes.owning(noise));
                    assertThat(peer.isClosedByOther()).isTrue();
                }
                other.send(node.id, seed, new Notice.Space(true));
            }
            awaitReceived(49);
            assertThat(node.received).hasSize(50);
        }
    }

    private Refusal refusalOf(Hello hello) throws IOException {
        try (RawPeer peer = RawPeer.dial(node)) {
            peer.send(hello.encode());
            Refusal refusal = peer.readRefusal();
            assertThat(peer.isClosedByOther()).isTrue();
            return refusal;
        }
    }

    private void awaitReceived(long correlation) {
        Await.until(
                "message " + correlation,
                () -> node.received.stream().anyMatch(envelope -> envelope.correlation() == correlation));
    }

    private static Bytes message(NodeId from, long correlation) {
        return MessageCodec.encode(new Envelope(from, 1, 1, correlation, new Notice.Space(true)));
    }
}
