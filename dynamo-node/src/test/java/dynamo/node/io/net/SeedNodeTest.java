package dynamo.node.io.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.HostAndPort;
import dynamo.version.Bytes;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class SeedNodeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void node_says_what_cluster_it_is_of() throws Exception {
        try (TestNode node = new TestNode("n1")) {
            assertThat(seed(node.port).ask(PATIENCE)).isEqualTo(new Introduction(TestNode.CLUSTER, node.id, 3, 16));
        }
    }

    @Test
    void other_secret_is_refused_in_words_for_an_operator() {
        try (TestNode node = new TestNode("n1")) {
            SeedNode seed =
                    new SeedNode(HostAndPort.fromParts("127.0.0.1", node.port), TransportConfig.secretDigest("other"));

            assertThatThrownBy(() -> seed.ask(PATIENCE))
                    .isInstanceOf(SeedNode.RefusedException.class)
                    .hasMessage("the cluster secret is another one: cluster.secret must be the same on all nodes");
        }
    }

    @Test
    void nobody_there_is_said() {
        int port;
        try (TestNode gone = new TestNode("gone")) {
            port = gone.port;
        }
        assertThatThrownBy(() -> seed(port).ask(PATIENCE)).isInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> new SeedNode(HostAndPort.fromParts("no.such.host.invalid", 1), 1).ask(PATIENCE))
                .isInstanceOf(UnknownHostException.class);
    }

    @Test
    void silence_is_not_waited_for_however_slowly_it_is_broken() throws Exception {
        try (ServerSocket server = listening()) {
            CompletableFuture<String> outcome = asking(server, Duration.ofMillis(400));
            try (RawPeer peer = RawPeer.accept(server)) {
                assertThat(peer.readPreamble()).isEqualTo(new Preamble.Introduce(TestNode.SECRET));
                peer.send(Bytes.owning(new byte[] {'D'}));
                assertThat(peer.isClosedByOther()).isTrue();
            }
            assertThat(outcome.get()).startsWith("SocketTimeoutException");
        }
    }

    @Test
    void end_before_the_answer_is_worth_another_try() throws Exception {
        try (ServerSocket server = listening()) {
            CompletableFuture<String> outcome = asking(server, PATIENCE);
            try (RawPeer peer = RawPeer.accept(server)) {
                assertThat(peer.readPreamble()).isInstanceOf(Preamble.Introduce.class);
            }
            assertThat(outcome.get()).isEqualTo("EOFException: it closed the connection");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "485454502f312e312034303020426164", // a web server
                "44594e50ffff01", // longer than a preamble may be
                "44594e5000010900000000", // a wrong checksum
                "44594e50000163e0f5ef5e" // damaged, or of a newer kind
            })
    void answer_of_something_else_is_final(String hex) throws Exception {
        try (ServerSocket server = listening()) {
            CompletableFuture<String> outcome = asking(server, PATIENCE);
            try (RawPeer peer = RawPeer.accept(server)) {
                assertThat(peer.readPreamble()).isInstanceOf(Preamble.Introduce.class);
                peer.send(Bytes.owning(HexFormat.of().parseHex(hex)));
                assertThat(outcome.get())
                        .isEqualTo(
                                "RefusedException: what answers there is no node of this program, or of another version");
            }
        }
    }

    @Test
    void hello_is_no_answer() throws Exception {
        try (ServerSocket server = listening()) {
            CompletableFuture<String> outcome = asking(server, PATIENCE);
            try (RawPeer peer = RawPeer.accept(server)) {
                assertThat(peer.readPreamble()).isInstanceOf(Preamble.Introduce.class);
                peer.send(RawPeer.hello().encode());
                assertThat(outcome.get()).startsWith("RefusedException");
            }
        }
    }

    private static ServerSocket listening() throws IOException {
        ServerSocket server = new ServerSocket();
        server.bind(TestNode.loopback(0));
        return server;
    }

    private static CompletableFuture<String> asking(ServerSocket server, Duration patience) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return seed(server.getLocalPort()).ask(patience).toString();
            } catch (IOException | SeedNode.RefusedException e) {
                return e.getClass().getSimpleName() + ": " + e.getMessage();
            }
        });
    }

    private static SeedNode seed(int port) {
        return new SeedNode(HostAndPort.fromParts("127.0.0.1", port), TestNode.SECRET);
    }
}
