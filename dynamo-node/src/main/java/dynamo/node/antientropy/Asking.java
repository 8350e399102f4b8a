package dynamo.node.antientropy;

import dynamo.node.env.ScheduledTask;
import dynamo.node.message.ExchangeReply;
import dynamo.node.message.Reply;
import dynamo.node.message.Request;
import dynamo.ring.NodeId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Asks one peer, and waits so long for each answer. The first that does not come, or is not one, is the last. */
final class Asking {
    private final OwnSide own;
    private final NodeId peer;
    private final Tally tally;
    private final Consumer<String> onFailure;
    private final Map<Long, ScheduledTask> outstanding = new TreeMap<>();
    private boolean isOver;

    Asking(OwnSide own, NodeId peer, Tally tally, Consumer<String> onFailure) {
        this.own = own;
        this.peer = peer;
        this.tally = tally;
        this.onFailure = onFailure;
    }

    <R extends Reply> void ask(Request request, Class<R> kind, Consumer<R> onReply) {
        if (isOver) {
            return;
        }
        tally.onSent(request);
        long[] handle = new long[1];
        handle[0] = own.requests().send(peer, request, reply -> {
            Optional.ofNullable(outstanding.remove(handle[0])).ifPresent(ScheduledTask::cancel);
            onReply(reply, kind, onReply);
        });
        ScheduledTask timer = own.doors()
                .scheduler()
                .after(
                        own.config().stepTimeout(),
                        () -> fail("no answer to " + request.getClass().getSimpleName()));
        outstanding.put(handle[0], timer);
    }

    private <R extends Reply> void onReply(Optional<Reply> reply, Class<R> kind, Consumer<R> onReply) {
        if (isOver) {
            return;
        }
        reply.ifPresent(tally::onReceived);
        if (reply.isEmpty()) {
            fail("the connection was lost");
        } else if (kind.isInstance(reply.get())) {
            onReply.accept(kind.cast(reply.get()));
        } else if (reply.get() instanceof ExchangeReply.Unready unready) {
            fail("the peer is not ready: " + unready.why());
        } else {
            fail("not an answer: " + reply.get().getClass().getSimpleName());
        }
    }

    private void fail(String why) {
        if (!isOver) {
            end();
            onFailure.accept(why);
        }
    }

    /** Waits for nothing any more. */
    void end() {
        isOver = true;
        outstanding.forEach((handle, timer) -> {
            timer.cancel();
            own.requests().forget(handle);
        });
        outstanding.clear();
    }
}
