package dynamo.node.coordinate;

import dynamo.contract.Key;
import dynamo.node.env.ScheduledTask;
import dynamo.node.message.Reply;
import dynamo.node.message.Reply.ReadAnswer;
import dynamo.node.message.Request;
import dynamo.node.message.WriteKind;
import dynamo.ring.NodeId;
import dynamo.ring.Placement;
import dynamo.version.Siblings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Mends a row that its home cannot read, with what all the other homes hold. They are asked again, after the home has said
 * that it cannot read: from then on it takes no write, so what it acknowledged before is with others by now. Answers older
 * than that may lack a write the home acknowledged between them and the damage.
 */
final class Healing {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final Cluster cluster;
    private final Key key;
    private final NodeId home;
    private final List<Long> sent = new ArrayList<>();
    private Siblings merged = Siblings.EMPTY;
    private int outstanding;
    private final Runnable ended;
    private @Nullable ScheduledTask deadline;

    Healing(Cluster cluster, Key key, NodeId home, Runnable ended) {
        this.cluster = cluster;
        this.key = key;
        this.home = home;
        this.ended = ended;
    }

    void start() {
        deadline = cluster.doors().scheduler().after(TIMEOUT, this::end);
        Placement placement = cluster.placement(key);
        for (NodeId other : placement.homes()) {
            if (!other.equals(home)) {
                outstanding++;
                sent.add(cluster.requests().send(other, new Request.Read(key, placement.stage()), this::onReply));
            }
        }
    }

    /** One answer that is no vote, or none, and nobody knows whether the rest is all. */
    private void onReply(Optional<Reply> reply) {
        if (reply.isEmpty() || !(reply.get() instanceof ReadAnswer answer) || !answer.votes()) {
            end();
            return;
        }
        merged = Siblings.sync(merged, answer.record());
        if (--outstanding == 0) {
            end();
            cluster.doors().events().onReadRepair(home, key); // when nobody has it, it was deleted and reaped
            cluster.requests()
                    .tell(
                            home,
                            0,
                            new Request.Write(WriteKind.REPAIR, key, merged, Optional.empty(), true, Optional.empty()));
        }
    }

    private void end() {
        if (deadline != null) {
            deadline.cancel();
        }
        sent.forEach(cluster.requests()::forget);
        ended.run();
    }
}
