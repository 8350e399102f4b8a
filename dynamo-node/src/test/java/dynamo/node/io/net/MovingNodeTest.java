package dynamo.node.io.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import dynamo.node.message.Gossip.Status;
import dynamo.ring.NodeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes that come back somewhere else, and one that does not belong. */
@Timeout(60)
class MovingNodeTest {
    private static final String CLUSTER = "one-cluster";

    private final WholeNode a = new WholeNode("a", CLUSTER);
    private final WholeNode b = new WholeNode("b", CLUSTER);
    private final WholeNode c = new WholeNode("c", CLUSTER);
    private final ImmutableMap<NodeId, Integer> ports = ImmutableMap.of(a.id, a.port, b.id, b.port, c.id, c.port);

    @BeforeEach
    void connect() {
        a.meet(ports);
        b.meet(ports);
        c.meet(ports);
        Await.until(
                "all reach each other",
                () -> a.reaches(b) && a.reaches(c) && b.reaches(a) && b.reaches(c) && c.reaches(a) && c.reaches(b));
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
        c.close();
    }

    @Test
    void a_node_that_restarts_at_another_address_is_dialled_there() {
        c.close();
        Await.until("it is missed", () -> !a.reaches(c) && !b.reaches(c));

        try (WholeNode moved = WholeNode.again("c", CLUSTER, c.disk)) {
            assertThat(moved.port).isNotEqualTo(c.port);
            moved.meet(ports);
            Await.until(
                    "it is reached, and reaches others",
                    () -> a.reaches(moved) && b.reaches(moved) && moved.reaches(a) && moved.reaches(b));
        }
    }

    @Test
    void a_node_that_knows_only_one_other_is_found_by_all() {
        c.close();
        Await.until("it is missed", () -> !a.reaches(c) && !b.reaches(c));

        try (WholeNode moved = WholeNode.again("c", CLUSTER, c.disk)) {
            moved.meet(ImmutableMap.of(a.id, a.port));
            Await.until("b was told by a", () -> a.reaches(moved) && b.isConnectedTo(moved.id));
        }
    }

    @Test
    void a_node_that_lost_its_disk_and_its_address_is_dialled_where_it_is() {
        c.close();
        Await.until("it is missed", () -> !a.reaches(c) && !b.reaches(c));

        try (WholeNode moved = new WholeNode("c", CLUSTER)) {
            moved.meet(ports);
            Await.until("it is reached", () -> a.reaches(moved) && b.reaches(moved) && moved.reaches(a));
        }
    }

    @Test
    void a_node_of_another_cluster_is_never_a_member() {
        c.close();
        Await.until("it is missed", () -> !a.reaches(c));
        Await.until("it is suspected", () -> a.status(c.id) != Status.ALIVE && b.status(c.id) != Status.ALIVE);
        Await.until("it is known to be dead", () -> a.status(c.id) == Status.DEAD && b.status(c.id) == Status.DEAD);

        try (WholeNode stranger = WholeNode.again("c", "another-cluster", c.disk)) {
            stranger.meet(ports);
            Await.until("it was turned away by both", () -> stranger.refusals() >= 4);

            assertThat(a.reaches(stranger)).isFalse();
            assertThat(stranger.reaches(a)).isFalse();
            assertThat(a.status(c.id)).isEqualTo(Status.DEAD);
            assertThat(b.status(c.id)).isEqualTo(Status.DEAD);
        }
    }
}
