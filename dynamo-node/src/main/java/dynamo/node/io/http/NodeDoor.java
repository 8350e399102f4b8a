package dynamo.node.io.http;

import dynamo.contract.Failure;
import dynamo.node.Node;
import dynamo.node.io.loop.EventLoop;
import dynamo.ring.Ring;
import java.util.Optional;
import java.util.function.Consumer;

/** The way to the node: its own loop. */
record NodeDoor(Node node, EventLoop loop) {

    /** At once when called on the node's loop. */
    void enter(Consumer<Node> visit) {
        if (loop.isCurrentThread()) {
            loop.run(() -> visit.accept(node));
        } else {
            loop.execute(() -> visit.accept(node));
        }
    }

    /** Why a client's request would be refused now; to be asked on the node's loop, elsewhere nothing is known of it. */
    Optional<Failure> refusal() {
        return loop.isCurrentThread() ? node.refusal() : Optional.empty();
    }

    /** Never changes in place; any thread. */
    Ring ring() {
        return node.ring();
    }
}
