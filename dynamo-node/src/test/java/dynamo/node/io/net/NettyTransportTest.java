package dynamo.node.io.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSortedMap;
import dynamo.contract.Key;
import dynamo.node.io.loop.Sockets;
import dynamo.node.message.Envelope;
import dynamo.node.message.Notice;
import dynamo.node.message.Request;
import dynamo.node.message.WriteKind;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import dynamo.version.Content;
import dynamo.version.Dot;
import dynamo.version.Sibling;
import dynamo.version.Siblings;
import dynamo.version.VersionVector;
import dynamo.version.WriteId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class NettyTransportTest {
    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");

    @ParameterizedTest
    @EnumSource
    void two_nodes_exchange_messages_in_order(Sockets sockets) {
        try (TestNode a = new TestNode("a", 0, TestNode.LIMITS, sockets);
                TestNode b = new TestNode("b", 0, TestNode.LIMITS, sockets)) {
            connect(a, b);
            for (int i = 0; i < 5000; i++) {
                a.send(B, i, write(i % 100));
                b.send(A, i, new Notice.Space(i % 2 == 0));
            }

            Await.until("all arrive", () -> a.received.size() == 5000 && b.received.size() == 5000);
            assertThat(a.received)
                    .extracting(Envelope::correlation)
                    .containsExactlyElementsOf(LongStream.range(0, 5000).boxed().toList());
            assertThat(b.received)
                    .extracting(Envelope::correlation)
                    .containsExactlyElementsOf(LongStream.range(0, 5000).boxed().toList());
            assertThat(b.received).element(4999).isEqualTo(new Envelope(A, 1, 1, 4999, write(99)));
            assertThat(a.count(TransportCount.MESSAGES_SENT)).isEqualTo(5000);
            assertThat(a.count(TransportCount.BYTES_SENT)).isEqualTo(b.count(TransportCount.BYTES_RECEIVED));
        }
    }

    @Test
    void large_value_arrives_as_it_was() {
        try (TestNode a = new TestNode("a");
                TestNode b = new TestNode("b")) {
            connect(a, b);
            Request.Write large = write(3_000_000);
            a.send(B, 1, large);

            Await.until("it arrives", () -> !b.received.isEmpty());
            assertThat(b.received.remove().message()).isEqualTo(large);
        }
    }

    @Test
    void message_larger_than_a_frame_is_dropped_and_counted() {
        try (TestNode a = new TestNode("a");
                TestNode b = new TestNode("b")) {
            connect(a, b);
            a.send(B, 1, write(TestNode.LIMITS.frameBytesMax()));
            a.send(B, 2, new Notice.Space(true));

            Await.until("the next arrives", () -> !b.received.isEmpty());
            assertThat(b.received).extracting(Envelope::correlation).containsExactly(2L);
            assertThat(a.count(TransportCount.DROPPED_OVERSIZE)).isEqualTo(1);
        }
    }

    @Test
    void message_to_self_is_received_later_on_the_loop() {
        try (TestNode a = new TestNode("a")) {
            a.loop.execute(() -> {
                a.transport.send(A, new Envelope(A, 1, 1, 1, new Notice.Space(true)));
                a.heard.add("sent");
                a.heard.add(a.transport.isConnected(A) ? "connected to itself" : "not connected");
            });

            a.awaitHeard("received");
            assertThat(a.heard).containsExactly("sent", "connected to itself", "received");
            assertThat(a.count(TransportCount.MESSAGES_SENT)).isZero();
        }
    }

    @Test
    void message_to_a_peer_that_is_not_there_is_dropped_and_counted() {
        try (TestNode a = new TestNode("a")) {
            a.send(B, 1, new Notice.Space(true));
            a.awaitCount(TransportCount.DROPPED_NOT_CONNECTED, 1);

            int nobody = closedPort();
            a.meet(B, nobody);
            a.awaitCount(TransportCount.DIALS, 3);
            a.send(B, 2, new Notice.Space(true));
            a.awaitCount(TransportCount.DROPPED_NOT_CONNECTED, 2);
            assertThat(a.heard).isEmpty();
        }
    }

    @Test
    void connection_comes_back_when_the_peer_does() {
        try (TestNode a = new TestNode("a")) {
            int port;
            try (TestNode b = new TestNode("b")) {
                port = b.port;
                a.meet(B, port);
                a.awaitHeard("connected b");
            }
            a.awaitHeard("disconnected b");
            a.awaitCount(TransportCount.DIALS, 4);
            a.heard.clear();

            try (TestNode b = new TestNode("b", port, TestNode.LIMITS, Sockets.available())) {
                a.awaitHeard("connected b");
                a.send(B, 7, new Notice.Space(true));
                Await.until("it arrives", () -> !b.received.isEmpty());
            }
        }
    }

    @Test
    void quiet_connection_stays() throws InterruptedException {
        try (TestNode a = new TestNode("a");
                TestNode b = new TestNode("b")) {
            connect(a, b);
            long twiceTheSilence = 2L * TestNode.LIMITS.silentMax();
            a.loop.after(TestNode.LIMITS.keepAlive().multipliedBy(twiceTheSilence), () -> a.heard.add("time passed"));

            a.awaitHeard("time passed");
            assertThat(a.heard).containsExactly("connected b", "time passed");
            assertThat(a.count(TransportCount.SILENT) + b.count(TransportCount.SILENT))
                    .isZero();
        }
    }

    @Test
    void peer_that_was_parted_from_is_disconnected_and_not_dialled() {
        try (TestNode a = new TestNode("a");
                TestNode b = new TestNode("b");
                TestNode c = new TestNode("c")) {
            connect(a, b);
            a.loop.execute(() -> {
                a.transport.part(B);
                a.transport.part(B);
                a.heard.add(a.transport.isConnected(B) ? "still there" : "parted");
            });
            a.awaitHeard("disconnected b");
            a.meet(c.id, c.port);
            a.awaitHeard("connected c");
            a.send(B, 1, new Notice.Space(true));
            a.awaitCount(TransportCount.DROPPED_NOT_CONNECTED, 1);
            b.send(A, 2, new Notice.Space(true));
            Await.until("what it says is still heard", () -> !a.received.isEmpty());

            assertThat(a.heard).contains("parted");
            assertThat(a.count(TransportCount.DIALS)).isEqualTo(2);
        }
    }

    @Test
    void peer_parted_from_while_it_is_dialled_is_not_connected() {
        try (TestNode a = new TestNode("a");
                TestNode b = new TestNode("b")) {
            a.loop.execute(() -> {
                a.transport.meet(B, "127.0.0.1:" + b.port);
                a.transport.part(B);
            });
            a.awaitCount(TransportCount.DIALS, 1);
            b.awaitHeard("stranger a at 127.0.0.1:" + a.port);
            a.meet(B, b.port);
            a.awaitHeard("connected b");

            assertThat(a.heard).containsExactly("connected b");
            assertThat(a.count(TransportCount.CONNECTED)).isEqualTo(1);
        }
    }

    @Test
    void peer_met_without_an_address_is_dialled_once_one_is_known() {
        try (TestNode a = new TestNode("a");
                TestNode b = new TestNode("b")) {
            a.loop.execute(() -> {
                a.transport.meet(B, "");
                a.transport.meet(B, "no address");
                a.transport.meet(B, "no.port");
                a.heard.add(a.transport.isConnected(B) ? "connected to nowhere" : "met");
            });
            a.awaitHeard("met");
            assertThat(a.count(TransportCount.DIALS)).isZero();

            a.meet(B, b.port);
            a.meet(B, closedPort());
            a.awaitHeard("connected b");
            assertThat(a.count(TransportCount.DIALS)).isEqualTo(1);
        }
    }

    @Test
    void peer_met_without_an_address_is_dialled_where_it_says_that_it_listens() {
        try (TestNode a = new TestNode("a");
                TestNode b = new TestNode("b")) {
            a.loop.execute(() -> a.transport.meet(B, ""));
            b.meet(A, a.port);

            a.awaitHeard("connected b");
            b.awaitHeard("connected a");
            assertThat(a.heard).containsExactly("connected b");
        }
    }

    @Test
    void stranger_is_told_of_and_may_be_met_at_once() {
        try (TestNode a = new TestNode("a");
                TestNode b = new TestNode("b")) {
            a.meetStrangers();
            b.meet(A, a.port);
            b.awaitHeard("connected a");
            b.send(A, 1, new Notice.Space(true));

            a.awaitHeard("connected b");
            Await.until("it is heard", () -> !a.received.isEmpty());
            assertThat(a.heard).startsWith("stranger b at 127.0.0.1:" + b.port);
            assertThat(b.heard).containsExactly("connected a");
        }
    }

    @Test
    void stranger_is_heard_though_nobody_meets_it_and_told_of_again_when_it_comes_again() {
        try (TestNode a = new TestNode("a")) {
            for (int i = 1; i <= 2; i++) {
                try (TestNode b = new TestNode("b")) {
                    b.loop.execute(() -> b.transport.listensAt(""));
                    b.meet(A, a.port);
                    b.awaitHeard("connected a");
                    b.send(A, i, new Notice.Space(true));
                    int count = i;
                    Await.until("it is heard", () -> a.received.size() == count);
                }
            }
            assertThat(a.heard).containsExactly("stranger b at ", "received", "stranger b at ", "received");
            assertThat(a.count(TransportCount.DIALS)).isZero();
        }
    }

    @Test
    void room_for_others_connections_grows_with_the_peers_that_are_met() {
        assertThat(TransportLimits.DEFAULT.inboundMax(0)).isEqualTo(64);
        assertThat(TransportLimits.DEFAULT.inboundMax(1000)).isEqualTo(4064);
    }

    @Test
    void peer_that_says_where_it_is_is_dialled_there() {
        try (TestNode a = new TestNode("a");
                TestNode b = new TestNode("b")) {
            a.meet(B, closedPort());
            a.awaitCount(TransportCount.DIALS, 2);

            a.loop.execute(() -> a.transport.moveTo(B, "127.0.0.1:" + b.port));

            a.awaitHeard("connected b");
        }
    }

    @Test
    void peer_that_is_wrong_about_where_it_is_is_still_found_where_it_was() {
        try (TestNode a = new TestNode("a")) {
            int port;
            try (TestNode b = new TestNode("b")) {
                port = b.port;
                a.meet(B, port);
                a.awaitHeard("connected b");
                int nobody = closedPort();
                a.loop.execute(() -> {
                    a.transport.moveTo(B, "127.0.0.1:" + nobody);
                    a.transport.moveTo(B, "no address");
                    a.transport.moveTo(B, "no.port");
                });
            }
            a.awaitHeard("disconnected b");
            a.awaitCount(TransportCount.DIALS, 4);
            a.heard.clear();

            try (TestNode b = new TestNode("b", port, TestNode.LIMITS, Sockets.available())) {
                a.awaitHeard("connected " + b.id);
            }
        }
    }

    @Test
    void host_names_are_looked_up() {
        try (TestNode a = new TestNode("a");
                TestNode b = new TestNode("b")) {
            a.loop.execute(() -> {
                a.transport.meet(B, "localhost:" + b.port);
                a.transport.meet(new NodeId("c"), "no.such.host.invalid:1");
            });

            a.awaitHeard("connected b");
            a.awaitCount(TransportCount.DIALS, 3);
        }
    }

    @Test
    void node_does_not_dial_itself() {
        try (TestNode a = new TestNode("a");
                TestNode b = new TestNode("b")) {
            a.meet(A, a.port);
            a.meet(B, b.port);
            a.awaitHeard("connected b");

            assertThat(a.count(TransportCount.DIALS)).isEqualTo(1);
        }
    }

    @Test
    void other_node_at_the_address_is_not_taken_for_the_peer() {
        try (TestNode a = new TestNode("a");
                TestNode c = new TestNode("c")) {
            a.meet(B, c.port);
            a.awaitCount(TransportCount.REFUSED, 2);
            a.loop.execute(() -> a.transport.moveTo(B, "127.0.0.1:" + a.port));
            a.awaitCount(TransportCount.REFUSED_BY_PEER, 1);

            assertThat(a.heard).isEmpty();
        }
    }

    @Test
    void port_in_use_is_said() {
        try (TestNode a = new TestNode("a")) {
            assertThatThrownBy(() -> new TestNode("b", a.port, TestNode.LIMITS, Sockets.available()))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("cannot listen for peers at")
                    .hasMessageContaining(String.valueOf(a.port));
        }
    }

    @Test
    void closed_transport_leaves_its_port_free_and_sends_nothing() throws IOException {
        try (TestNode b = new TestNode("b")) {
            TestNode a = new TestNode("a");
            connect(a, b);
            a.transport.close();
            b.awaitHeard("disconnected a");
            a.meet(B, b.port);
            a.send(B, 1, new Notice.Space(true));
            a.awaitCount(TransportCount.DROPPED_NOT_CONNECTED, 1);
            try (TestNode next = new TestNode("a", a.port, TestNode.LIMITS, Sockets.available())) {
                assertThat(next.port).isEqualTo(a.port);
            }
            a.close();
        }
    }

    private static void connect(TestNode a, TestNode b) {
        a.meet(b.id, b.port);
        b.meet(a.id, a.port);
        a.awaitHeard("connected " + b.id);
        b.awaitHeard("connected " + a.id);
    }

    private static Request.Write write(int valueBytes) {
        Content value = new Content.Value(Bytes.owning(new byte[valueBytes]), "text/plain", ImmutableSortedMap.of());
        Sibling sibling = new Sibling(new Dot(1, 1), new WriteId(1, 2), 3, value);
        Siblings record = Siblings.EMPTY.put(VersionVector.EMPTY, sibling);
        Key key = new Key("cart", Bytes.utf8("alice"));
        return new Request.Write(WriteKind.REPLICATE, key, record, Optional.empty(), false, Optional.empty());
    }

    private static int closedPort() {
        try (TestNode gone = new TestNode("gone")) {
            return gone.port;
        }
    }
}
