package dynamo.node.io.net;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.node.io.net.Preamble.Hello;
import dynamo.node.io.net.Preamble.Refused;
import dynamo.node.message.Envelope;
import dynamo.node.message.MessageCodec;
import dynamo.node.message.Notice;
import dynamo.node.message.Reply;
import dynamo.version.Bytes;
import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node dials a peer that is slow, silent, damaged, or somebody else. */
@Timeout(30)
class TroubledPeerTest {
    private final TestNode node = new TestNode("n1");
    private final ServerSocket server;

    TroubledPeerTest() throws IOException {
        server = new ServerSocket();
        server.setReceiveBufferSize(64 * 1024);
        server.bind(TestNode.loopback(0));
    }

    @BeforeEach
    void dial() {
        node.meet(RawPeer.ID, server.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        node.close();
        server.close();
    }

    @Test
    void peer_that_does_not_read_costs_bounded_memory_and_what_is_too_much_is_dropped() throws IOException {
        try (RawPeer peer = welcoming()) {
            node.awaitHeard("connected raw");
            int messages = 20_000; // of 3 KiB each: far more than limit and kernel hold
            Reply.Declined words = new Reply.Declined("字".repeat(1024));
            for (int i = 0; i < messages; i++) {
                node.send(RawPeer.ID, i, words);
            }
            Await.until("all are sent or dropped", () -> sentOrDropped() == messages);

            long kernelHolds = 16L << 20;
            assertThat(node.count(TransportCount.DROPPED_SLOW)).isPositive();
            assertThat(node.count(TransportCount.BYTES_SENT))
                    .isLessThan(TestNode.LIMITS.outgoingBytesMax() + kernelHolds);

            long sent = node.count(TransportCount.MESSAGES_SENT);
            for (long read = 0; read < sent; ) {
                read += peer.readFrame().at(0) == Frames.MESSAGE ? 1 : 0;
            }
            node.send(RawPeer.ID, messages, new Notice.Space(true));
            Bytes frame = peer.readFrame();
            while (frame.at(0) == Frames.KEEP_ALIVE) {
                frame = peer.readFrame();
            }
            assertThat(MessageCodec.decode(frame.slice(1, frame.length())))
                    .isEqualTo(new Envelope(node.id, 1, 1, messages, new Notice.Space(true)));
        }
    }

    @Test
    void peer_that_falls_silent_is_disconnected_and_dialled_again() throws IOException {
        try (RawPeer peer = welcoming()) {
            node.awaitHeard("connected raw");
            node.awaitHeard("disconnected raw");
            assertThat(node.count(TransportCount.SILENT)).isEqualTo(1);
            assertThat(peer.isClosedByOther()).isTrue();
        }
        welcoming().close();
    }

    @Test
    void peer_that_accepts_and_says_nothing_is_given_up() throws IOException {
        try (RawPeer peer = RawPeer.accept(server)) {
            assertThat(peer.readPreamble()).isInstanceOf(Hello.class);
            assertThat(peer.isClosedByOther()).isTrue();
        }
        assertThat(node.count(TransportCount.HANDSHAKE_TIMEOUTS)).isPositive();
        assertThat(node.heard).isEmpty();
    }

    @Test
    void peer_that_refuses_is_asked_again_and_is_not_connected() throws IOException {
        for (int i = 0; i < 3; i++) {
            try (RawPeer peer = RawPeer.accept(server)) {
                peer.send(new Refused(Refusal.CLUSTER, "").encode());
                assertThat(peer.isClosedByOther()).isTrue();
            }
        }
        assertThat(node.count(TransportCount.REFUSED_BY_PEER)).isEqualTo(3);
        assertThat(node.heard).isEmpty();
    }

    @Test
    void peer_of_another_cluster_is_refused_by_the_one_that_dials() throws IOException {
        try (RawPeer peer = RawPeer.accept(server)) {
            assertThat(peer.readPreamble()).isInstanceOf(Hello.class);
            peer.send(new Hello(1, 1, "other", RawPeer.ID, TestNode.SECRET, "").encode());

            assertThat(peer.readRefusal()).isEqualTo(Refusal.CLUSTER);
            assertThat(peer.isClosedByOther()).isTrue();
        }
        assertThat(node.heard).isEmpty();
    }

    @Test
    void answer_to_a_question_this_node_did_not_ask_closes() throws IOException {
        try (RawPeer peer = RawPeer.accept(server)) {
            assertThat(peer.readPreamble()).isInstanceOf(Hello.class);
            peer.send(new Introduction(TestNode.CLUSTER, RawPeer.ID, 3, 16).encode());
            assertThat(peer.isClosedByOther()).isTrue();
        }
        assertThat(node.count(TransportCount.MESSAGES_MALFORMED)).isPositive();
        assertThat(node.heard).isEmpty();
    }

    @Test
    void web_server_at_the_address_of_a_peer_is_refused() throws IOException {
        try (RawPeer peer = RawPeer.accept(server)) {
            peer.send(Bytes.utf8("HTTP/1.1 400 Bad Request\r\n\r\n"));
            assertThat(peer.isClosedByOther()).isTrue();
        }
        assertThat(node.count(TransportCount.REFUSED)).isPositive();
        assertThat(node.heard).isEmpty();
    }

    @Test
    void message_on_the_connection_this_node_dialled_is_not_delivered_and_closes() throws IOException {
        try (RawPeer peer = welcoming()) {
            peer.sendFrame(MessageCodec.encode(new Envelope(RawPeer.ID, 1, 1, 1, new Notice.Space(true))));
            assertThat(peer.isClosedByOther()).isTrue();
        }
        assertThat(node.received).isEmpty();
        assertThat(node.count(TransportCount.MESSAGES_MALFORMED)).isEqualTo(1);
    }

    private RawPeer welcoming() throws IOException {
        RawPeer peer = RawPeer.accept(server);
        assertThat(peer.readPreamble()).isInstanceOf(Hello.class);
        peer.send(RawPeer.hello().encode());
        return peer;
    }

    private long sentOrDropped() {
        return node.count(TransportCount.MESSAGES_SENT)
                + node.count(TransportCount.DROPPED_SLOW)
                + node.count(TransportCount.DROPPED_NOT_CONNECTED);
    }
}
