package dynamo.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dynamo.node.TestStorage;
import dynamo.node.VirtualTime;
import dynamo.node.env.Doors;
import dynamo.node.env.NodeEvents;
import dynamo.node.env.Scheduler;
import dynamo.node.env.Transport;
import dynamo.node.message.Envelope;
import dynamo.node.message.Gossip;
import dynamo.node.message.Gossip.Status;
import dynamo.ring.Claim;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One node's view, in virtual time, while its ring changes. */
class MembershipTest {
    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");
    private static final NodeId C = new NodeId("c");

    private final VirtualTime time = new VirtualTime();
    private final Set<NodeId> connected = new TreeSet<>(Set.of(B, C));
    private final List<String> sent = new ArrayList<>();
    private final List<String> counts = new ArrayList<>();

    private final Transport transport = new Transport() {
        @Override
        public void send(NodeId to, Envelope envelope) {}

        @Override
        public void meet(NodeId peer, String address) {}

        @Override
        public void part(NodeId peer) {}

        @Override
        public boolean isConnected(NodeId peer) {
            return connected.contains(peer);
        }

        @Override
        public void moveTo(NodeId peer, String address) {}
    };

    private final NodeEvents events = new NodeEvents() {
        @Override
        public void onMembers(int alive, int suspect, int dead) {
            counts.add(alive + "/" + suspect + "/" + dead);
        }
    };

    @Test
    void a_stranger_is_dead_by_word_and_reachable_while_it_is_connected() {
        Membership membership = of(A, B);

        assertThat(membership.status(C)).isEqualTo(Status.DEAD);
        assertThat(membership.isReachable(C)).isTrue();
        assertThat(membership.address(C)).isEmpty();
        membership.onAsked(C);
        membership.onConnected(C);
        time.run(Duration.ofSeconds(5));
        assertThat(membership.isReachable(C)).isTrue();
        connected.remove(C);
        membership.onDisconnected(C);
        assertThat(membership.isReachable(C)).isFalse();
    }

    @Test
    void a_stranger_that_becomes_a_member_is_watched_and_judged_and_one_no_more_is_not() {
        Membership membership = of(A, B);
        membership.become(ImmutableList.of(A, B, C));
        assertThat(membership.status(C)).isEqualTo(Status.ALIVE);
        assertThat(sent).contains("c Digest", "c Spread");

        membership.onAsked(C);
        time.run(Duration.ofSeconds(2));
        assertThat(membership.isReachable(C)).isFalse();
        Gossip.Update death = new Gossip.Update(C, Status.DEAD, 1, B, "");
        membership.onGossip(B, 1, new Gossip.Spread(ImmutableList.of(death)));
        assertThat(membership.status(C)).isEqualTo(Status.DEAD);

        membership.become(ImmutableList.of(A, B));
        assertThat(membership.isReachable(C)).isTrue();
        assertThat(counts).startsWith("2/0/0", "3/0/0").endsWith("1/1/1", "1/1/0"); // b answers nothing here either
    }

    @Test
    void an_address_that_was_told_can_be_asked_for_the_own_one_too() {
        Membership membership = of(A, B);
        Gossip.Update there = new Gossip.Update(B, Status.ALIVE, 1, B, "b:1");
        membership.onGossip(B, 1, new Gossip.Spread(ImmutableList.of(there)));

        assertThat(membership.address(B)).isEqualTo("b:1");
        assertThat(membership.address(A)).isEqualTo("a:1");
        membership.become(ImmutableList.of(B));
        assertThat(membership.address(B)).isEqualTo("b:1");
        assertThat(membership.address(A)).isEqualTo("a:1");
    }

    @Test
    void a_node_that_is_no_member_probes_nobody_and_reaches_whom_it_reaches() {
        Membership membership = of(B, C);
        time.run(Duration.ofSeconds(60));

        assertThat(sent).isEmpty();
        assertThat(membership.status(A)).isEqualTo(Status.ALIVE);
        assertThat(membership.isReachable(A)).isTrue();
        assertThat(membership.isReachable(B)).isTrue();
        membership.onAsked(B);
        time.run(Duration.ofSeconds(2));
        assertThat(membership.isReachable(B)).isFalse();
        assertThat(sent).isNotEmpty().allMatch("b Ping"::equals); // a sign of life is asked of who owes an answer
        membership.onHeard(B);
        assertThat(membership.isReachable(B)).isTrue();
    }

    @Test
    void a_ring_without_members_is_survived() {
        Membership membership = of(A, B);
        membership.become(ImmutableList.of());
        time.run(Duration.ofSeconds(60));
        membership.become(ImmutableList.of(A));
        time.run(Duration.ofSeconds(60));

        assertThat(membership.status(B)).isEqualTo(Status.DEAD);
        assertThat(counts).containsExactly("2/0/0", "0/0/0", "1/0/0");
    }

    private Membership of(NodeId... members) {
        Scheduler loop = time.loop(() -> true);
        Doors doors = new Doors(time, loop, transport, new TestStorage(loop), new Random(1), events);
        ImmutableList<Member> all =
                Stream.of(members).map(id -> new Member(id, "")).collect(ImmutableList.toImmutableList());
        Membership membership = new Membership(
                SwimConfig.DEFAULT,
                A,
                Claim.first(all, 8, 2),
                doors,
                (to, correlation, message) ->
                        sent.add(to + " " + message.getClass().getSimpleName()));
        membership.start(1, "a:1");
        return membership;
    }
}
