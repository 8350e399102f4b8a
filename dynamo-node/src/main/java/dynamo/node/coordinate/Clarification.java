package dynamo.node.coordinate;

import com.google.common.collect.ImmutableList;
import dynamo.contract.Key;
import dynamo.node.message.Reply;
import dynamo.node.message.Reply.Finding;
import dynamo.node.message.Reply.ReadAnswer;
import dynamo.node.message.Request;
import dynamo.ring.NodeId;
import dynamo.ring.Placement;
import dynamo.version.Dot;
import dynamo.version.Siblings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * Asks homes about siblings that their answers lack: "absent" alone does not say whether a home never saw a sibling, or saw it
 * superseded and reaped what superseded it. Answers that agree need no such round.
 */
final class Clarification {
    private final Cluster cluster;
    private final Key key;
    private final Placement.Stage stage;
    private final BiConsumer<NodeId, Optional<Reply.Superseded>> onClear;
    private final Map<NodeId, Set<Dot>> asked = new TreeMap<>();
    private final Set<Dot> superseded = new TreeSet<>();
    private final List<Long> sent = new ArrayList<>();
    private int outstanding;

    /** @param onClear told that a home has answered, with its answer if it could tell */
    Clarification(
            Cluster cluster, Key key, Placement.Stage stage, BiConsumer<NodeId, Optional<Reply.Superseded>> onClear) {
        this.cluster = cluster;
        this.key = key;
        this.stage = stage;
        this.onClear = onClear;
    }

    /** What is left of a record once all that a home knows to be superseded is gone. */
    Siblings clear(Siblings merged) {
        Siblings cleared = merged.without(superseded::contains);
        return cleared.live().isEmpty() ? Siblings.EMPTY : cleared;
    }

    /** Asks the home of what its answer lacks and it was not asked before; false when there is nothing to ask. */
    boolean ask(NodeId home, ReadAnswer answer, Siblings merged) {
        if (answer.finding() == Finding.UNREADABLE) {
            return false;
        }
        Set<Dot> known = asked.computeIfAbsent(home, h -> new TreeSet<>());
        ImmutableList<Dot> lacking = merged.dots().stream()
                .filter(dot -> !superseded.contains(dot) && !known.contains(dot))
                .filter(dot -> !answer.record().isLive(dot)
                        && !answer.record().vector().covers(dot))
                .collect(ImmutableList.toImmutableList());
        if (lacking.isEmpty()) {
            return false;
        }
        known.addAll(lacking);
        outstanding++;
        cluster.doors().events().onClarify(home, key);
        sent.add(cluster.requests()
                .send(
                        home,
                        new Request.Superseded(key, lacking, answer.record().dots(), stage),
                        reply -> onReply(home, reply)));
        return true;
    }

    /** Whether every home has said what it was asked, or cannot. */
    boolean isSettled() {
        return outstanding == 0;
    }

    private void onReply(NodeId home, Optional<Reply> reply) {
        outstanding--;
        if (reply.isPresent()
                && reply.get() instanceof Reply.Superseded told
                && told.dots().isPresent()) {
            superseded.addAll(told.dots().get());
            onClear.accept(home, Optional.of(told));
        } else {
            onClear.accept(home, Optional.empty());
        }
    }

    void end() {
        sent.forEach(cluster.requests()::forget);
    }
}
