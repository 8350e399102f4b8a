package dynamo.node.coordinate;

import com.google.common.collect.ImmutableList;
import dynamo.contract.Key;
import dynamo.node.message.Reply.Finding;
import dynamo.node.message.Reply.ReadAnswer;
import dynamo.node.message.Request;
import dynamo.node.message.WriteKind;
import dynamo.ring.NodeId;
import dynamo.version.Siblings;
import java.util.Map;
import java.util.Optional;

/** Sends what a get found to the homes whose answers lacked some of it (Dynamo §5). Nobody waits for it. */
record ReadRepair(
        Cluster cluster, Key key, ImmutableList<NodeId> homes, Map<NodeId, ReadAnswer> answers, Siblings merged) {

    void start() {
        if (merged.isEmpty()) {
            return;
        }
        answers.forEach((home, answer) -> {
            boolean unreadable = answer.finding() == Finding.UNREADABLE;
            boolean whole = allVotedBut(home);
            boolean isDue = unreadable ? whole : !answer.record().equals(merged);
            if (isDue && cluster.reach().hasSpace().test(home)) { // a full one would refuse it at every get of the key
                cluster.doors().events().onReadRepair(home, key);
                cluster.requests()
                        .tell(
                                home,
                                0,
                                new Request.Write(
                                        WriteKind.REPAIR, key, merged, Optional.empty(), whole, Optional.empty()));
            }
        });
    }

    /** Then what was found holds all that the home can have acknowledged together with others. */
    private boolean allVotedBut(NodeId home) {
        return homes.stream().allMatch(other -> {
            ReadAnswer answer = answers.get(other);
            return other.equals(home) || answer != null && answer.votes();
        });
    }
}
