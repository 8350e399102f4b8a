package dynamo.node.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.collect.ImmutableList;
import com.google.common.io.ByteStreams;
import com.google.common.net.HostAndPort;
import dynamo.node.io.disk.Identity;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.ring.Ring;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A new node, and a cluster of one. */
@Timeout(60)
class JoinTest {
    private static final String SECRET = "the-secret-of-the-cluster";

    @TempDir
    Path dir;

    private final Ending ending = new Ending(
            System.err,
            code -> {
                throw new AssertionError("ended with " + code);
            },
            () -> {});

    @Test
    void a_new_node_learns_what_the_cluster_is_and_remembers_it_when_the_other_is_gone() throws Exception {
        String clusterId;
        String seed;
        try (RunningNode first = first()) {
            clusterId = first.clusterId();
            seed = first.listening().peer().toString();
            try (RunningNode joined = start("node.id", "n2", "cluster.join", seed)) {
                assertThat(joined.clusterId()).isEqualTo(clusterId);
            }
        }
        assertThat(Files.readAllLines(dir.resolve("data/IDENTITY")))
                .contains("cluster=" + clusterId, "node=n2", "n=2", "partitions=64", "joined=n1@" + seed)
                .noneMatch(line -> line.startsWith("member="));
        try (RunningNode again = start("node.id", "n2", "cluster.join", seed)) {
            assertThat(again.clusterId()).isEqualTo(clusterId);
        }
        try (RunningNode again = start("node.id", "n2")) {
            assertThat(again.clusterId()).isEqualTo(clusterId);
        }
    }

    @Test
    void a_new_node_in_memory_joins_too() throws Exception {
        try (RunningNode first = first();
                RunningNode joined = start("node.id", "n2", "storage.kind", "memory", "cluster.join", peer(first))) {
            assertThat(joined.clusterId()).isEqualTo(first.clusterId());
        }
    }

    @Test
    void whoever_refuses_is_not_asked_again() throws Exception {
        try (RunningNode first = first()) {
            String seed = peer(first);
            assertRefused(
                    seed
                            + " lets this node not join: the cluster secret is another one: cluster.secret must be the same on"
                            + " all nodes",
                    "cluster.secret",
                    "a secret of another cluster",
                    "cluster.join",
                    seed);
            assertRefused(
                    "the node at " + seed + " has this node's own name, n1; a new node needs another node.id",
                    "node.id",
                    "n1",
                    "cluster.join",
                    seed);
            assertRefused(
                    "the node at " + seed + " is of cluster " + first.clusterId() + ", and cluster.id is bank",
                    "cluster.id",
                    "bank",
                    "cluster.join",
                    seed);
        }
        assertThat(dir.resolve("data")).doesNotExist();
    }

    @Test
    void a_first_node_of_a_cluster_joins_no_other() throws Exception {
        start("node.id", "n2", "cluster.id", "own").close();

        assertRefused(
                dir.resolve("data")
                        + " is of a first node of cluster own and joins no other; leave out cluster.join, or"
                        + " begin with an empty directory",
                "node.id",
                "n2",
                "cluster.join",
                "127.0.0.1:1");
    }

    @Test
    void a_cluster_that_does_not_answer_is_said_to_be_out_of_reach() throws Exception {
        int nobody;
        try (ServerSocket socket = listening()) {
            nobody = socket.getLocalPort();
        }
        BootConfig config = config("node.id", "n2", "cluster.join", "127.0.0.1:" + nobody);

        StartException e =
                catchThrowableOfType(StartException.class, () -> new Introducing(Duration.ofMillis(600)).ask(config));

        assertThat(e).hasMessageStartingWith("no node of the cluster to join answers at 127.0.0.1:" + nobody + ": ");
        assertThat(e.exitCode()).isEqualTo(Exit.UNAVAILABLE.code());
    }

    @Test
    void a_cluster_that_is_about_to_start_is_waited_for() throws Exception {
        try (RunningNode first = first();
                ServerSocket door = listening()) {
            CompletableFuture<Integer> tries = CompletableFuture.supplyAsync(() -> letInAtTheThird(door, first));
            BootConfig config = config("node.id", "n2", "cluster.join", "127.0.0.1:" + door.getLocalPort());

            assertThat(new Introducing(Duration.ofSeconds(20)).ask(config).node())
                    .isEqualTo(new NodeId("n1"));
            assertThat(tries.get()).isEqualTo(3);
        }
    }

    @Test
    void the_first_ring_of_a_node_that_joined_is_a_guess() {
        Identity identity = new Identity(
                "shop", new NodeId("n4"), 2, 64, SECRET, ImmutableList.of(), ImmutableList.of("n1@[fd00::1]:7000"));

        Ring guess = FirstRing.of(identity);

        assertThat(guess.epoch()).isZero();
        assertThat(guess.n()).isEqualTo(2);
        assertThat(guess.partitions()).isEqualTo(64);
        assertThat(guess.members()).containsExactly(new Member(new NodeId("n1"), "").withAddress("[fd00::1]:7000"));
        assertThat(FirstRing.seeds(identity)).isEqualTo(guess.members());
    }

    @Test
    void a_member_of_a_first_ring_is_remembered_with_its_weight() {
        ImmutableList<Member> members =
                ImmutableList.of(new Member(new NodeId("n1"), "a").withWeight(0.25), new Member(new NodeId("n2"), "b"));

        ImmutableList<String> texts = FirstRing.texts(members);

        assertThat(texts).containsExactly("n1/a/0.25", "n2/b");
        assertThat(FirstRing.of(new Identity("shop", new NodeId("n1"), 2, 64, SECRET, texts, ImmutableList.of()))
                        .members())
                .isEqualTo(members);
    }

    private RunningNode first() throws Exception {
        return start("node.id", "n1", "storage.kind", "memory", "cluster.n", "2", "cluster.partitions", "64");
    }

    private RunningNode start(String... settings) throws Exception {
        return RunningNode.start(config(settings), ending);
    }

    private BootConfig config(String... settings) throws ConfigException {
        Map<String, String> all = new TreeMap<>(Map.of(
                "cluster.secret", SECRET,
                "data.dir", dir.resolve("data").toString(),
                "http.data.port", "0",
                "http.admin.port", "0",
                "peer.port", "0"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return BootConfig.of(Settings.of(all.entrySet().stream()
                .map(entry -> new Raw(entry.getKey(), entry.getValue(), "here"))
                .toList()));
    }

    private void assertRefused(String why, String... settings) {
        StartException e =
                catchThrowableOfType(StartException.class, () -> start(settings).close());

        assertThat(e).hasMessage(why);
        assertThat(e.exitCode()).isEqualTo(Exit.CONFIG.code());
    }

    private static String peer(RunningNode node) {
        return node.listening().peer().toString();
    }

    private static ServerSocket listening() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** Closes two connections at once, and joins the third to the node; how many there were. */
    private static int letInAtTheThird(ServerSocket door, RunningNode node) {
        try {
            door.accept().close();
            door.accept().close();
            HostAndPort peer = node.listening().peer();
            try (Socket asking = door.accept();
                    Socket asked = new Socket(peer.getHost(), peer.getPort())) {
                byte[] question = new byte[19];
                ByteStreams.readFully(asking.getInputStream(), question);
                asked.getOutputStream().write(question);
                ByteStreams.copy(asked.getInputStream(), asking.getOutputStream());
            }
            return 3;
        } catch (IOException e) {
            return -1;
        }
    }
}
