package dynamo.node.io.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
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
import java.net.InetSocketAddress;
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
            a.connectTo(B, nobody);
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
                a.connectTo(B, port);
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
    void peer_taken_off_the_list_is_disconnected_and_not_dialled() {
        try (TestNode a = new TestNode("a");
                TestNode b = new TestNode("b");
                TestNode c = new TestNode("c")) {
            connect(a, b);
            a.connectTo(c.id, c.port);
            a.awaitHeard("disconnected b");
            a.awaitHeard("connected c");
            b.awaitCount(TransportCount.CONNECTED, 1);

            assertThat(a.count(TransportCount.DIALS)).isEqualTo(2);
        }
    }

    @Test
    void peer_that_moved_is_found_at_its_new_address() {
        try (TestNode a = new TestNode("a");
                TestNode b = new TestNode("b")) {
            a.connectTo(B, closedPort());
            a.awaitCount(TransportCount.DIALS, 2);
            a.connectTo(B, b.port);

            a.awaitHeard("connected b");
        }
    }

    @Test
    void peer_that_says_where_it_is_is_dialled_there() {
        try (TestNode a = new TestNode("a");
                TestNode b = new TestNode("b")) {
            a.connectTo(B, closedPort());
            a.awaitCount(TransportCount.DIALS, 2);

            a.loop.execute(() -> a.transport.moveTo(B, "127.0.0.1:" + b.port));

            a.awaitHeard("connected b");
        }
    }

    @Test
    void peer_that_is_wrong_about_where_it_is_is_still_found_where_it_was() {
        try (TestNode a = new TestNode("a");
                TestNode b = new TestNode("b")) {
            a.connectTo(B, closedPort());
            a.loop.execute(() -> {
                a.transport.moveTo(B, "127.0.0.1:" + closedPort());
                a.transport.moveTo(B, "no address");
                a.transport.moveTo(B, "no.port");
            });
            a.awaitCount(TransportCount.DIALS, 4);

            a.connectTo(B, b.port);

            a.awaitHeard("connected b");
        }
    }

    @Test
    void host_names_are_looked_up() {
        try (TestNode a = new TestNode("a");
                TestNode b = new TestNode("b")) {
            a.transport.connectTo(ImmutableMap.of(
                    B,
                    InetSocketAddress.createUnresolved("localhost", b.port),
                    new NodeId("c"),
                    InetSocketAddress.createUnresolved("no.such.host.invalid", 1)));

            a.awaitHeard("connected b");
            a.awaitCount(TransportCount.DIALS, 3);
        }
    }

    @Test
    void node_may_be_on_its_own_list_of_peers() {
        try (TestNode a = new TestNode("a");
                TestNode b = new TestNode("b")) {
            a.transport.connectTo(ImmutableMap.of(A, TestNode.loopback(a.port), B, TestNode.loopback(b.port)));
            a.awaitHeard("connected b");

            assertThat(a.count(TransportCount.DIALS)).isEqualTo(1);
        }
    }

    @Test
    void other_node_at_the_address_is_not_taken_for_the_peer() {
        try (TestNode a = new TestNode("a");
                TestNode c = new TestNode("c")) {
            a.connectTo(B, c.port);
            a.awaitCount(TransportCount.REFUSED, 2);
            a.connectTo(B, a.port);
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
            a.connectTo(B, b.port);
            a.send(B, 1, new Notice.Space(true));
            a.awaitCount(TransportCount.DROPPED_NOT_CONNECTED, 1);
            try (TestNode next = new TestNode("a", a.port, TestNode.LIMITS, Sockets.available())) {
                assertThat(next.port).isEqualTo(a.port);
            }
            a.close();
        }
    }

    private static void connect(TestNode a, TestNode b) {
        a.connectTo(b.id, b.port);
        b.connectTo(a.id, a.port);
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
