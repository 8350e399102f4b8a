package dynamo.node.env;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.contract.Key;
import dynamo.node.RecordedEvents;
import dynamo.node.TestStorage;
import dynamo.node.VirtualTime;
import dynamo.node.message.Envelope;
import dynamo.node.message.Reply;
import dynamo.node.message.Request;
import dynamo.ring.NodeId;
import dynamo.ring.Placement;
import dynamo.version.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RequestsTest {
    private static final NodeId SELF = new NodeId("self");
    private static final NodeId PEER = new NodeId("peer");
    private static final NodeId OTHER = new NodeId("other");
    private static final Request READ = new Request.Read(new Key("bucket", Bytes.utf8("key")), Placement.Stage.SETTLED);
    private static final Reply REPLY = new Reply.Declined("why");

    private final List<Envelope> sent = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final Requests requests = new Requests(SELF, () -> 7, () -> 3, doors());

    private Doors doors() {
        VirtualTime time = new VirtualTime();
        Scheduler loop = time.loop(() -> true);
        Transport transport = new Transport() {
            @Override
            public void send(NodeId to, Envelope envelope) {
                sent.add(envelope);
            }

            @Override
            public boolean isConnected(NodeId peer) {
                return true;
            }

            @Override
            public void meet(NodeId peer, String address) {}

            @Override
            public void part(NodeId peer) {}

            @Override
            public void moveTo(NodeId peer, String address) {}
        };
        return new Doors(time, loop, transport, new TestStorage(loop), new Random(1), new RecordedEvents());
    }

    @Test
    void a_message_says_who_sends_it_from_which_start_and_ring() {
        requests.send(PEER, READ, reply -> {});

        Envelope envelope = sent.get(0);
        assertThat(envelope).isEqualTo(new Envelope(SELF, 7, 3, envelope.correlation(), READ));
    }

    @Test
    void a_reply_finds_who_asked_once() {
        ask("a", PEER);
        ask("b", PEER);

        reply(PEER, 1);
        reply(PEER, 1);

        assertThat(told).containsExactly("b: reply");
        assertThat(requests.pending()).isEqualTo(1);
    }

    @Test
    void a_reply_of_somebody_else_is_none() {
        ask("a", PEER);

        reply(OTHER, 0);

        assertThat(told).isEmpty();
        assertThat(requests.pending()).isEqualTo(1);
    }

    @Test
    void what_is_forgotten_is_not_told() {
        long handle = ask("a", PEER);
        requests.forget(handle);
        requests.forget(handle);

        reply(PEER, 0);
        requests.onDisconnected(PEER);

        assertThat(told).isEmpty();
        assertThat(requests.pending()).isZero();
    }

    @Test
    void all_that_was_asked_of_a_lost_peer_ends() {
        ask("a", PEER);
        ask("b", OTHER);
        ask("c", PEER);

        requests.onDisconnected(PEER);

        assertThat(told).containsExactly("a: lost", "c: lost");
        assertThat(requests.pending()).isEqualTo(1);
    }

    @Test
    void one_end_may_forget_another() {
        List<Long> handles = new ArrayList<>();
        for (String name : List.of("a", "b")) {
            handles.add(requests.send(PEER, READ, reply -> {
                told.add(name);
                handles.forEach(requests::forget);
            }));
        }

        requests.onDisconnected(PEER);

        assertThat(told).containsExactly("a");
        assertThat(requests.pending()).isZero();
    }

    @Test
    void one_end_may_ask_the_lost_peer_again() {
        requests.send(PEER, READ, reply -> ask("again", PEER));

        requests.onDisconnected(PEER);

        assertThat(told).isEmpty();
        assertThat(requests.pending()).isEqualTo(1);
    }

    @Test
    void whoever_watches_hears_of_each_request_once_at_its_begin_and_once_at_its_end() {
        requests.watch(to -> told.add("asked " + to), to -> told.add("ended " + to));
        long forgotten = ask("a", PEER);
        ask("b", PEER);
        ask("c", OTHER);
        assertThat(told).containsExactly("asked peer", "asked peer", "asked other");
        told.clear();

        requests.forget(forgotten);
        requests.forget(forgotten);
        reply(PEER, 1);
        reply(PEER, 1);
        requests.onDisconnected(OTHER);

        assertThat(told).containsExactly("ended peer", "ended peer", "b: reply", "ended other", "c: lost");
    }

    private long ask(String name, NodeId to) {
        return requests.send(
                to, READ, reply -> told.add(name + (reply.equals(Optional.of(REPLY)) ? ": reply" : ": lost")));
    }

    private void reply(NodeId from, int toMessage) {
        requests.onReply(new Envelope(from, 1, 3, sent.get(toMessage).correlation(), REPLY), REPLY);
    }
}
