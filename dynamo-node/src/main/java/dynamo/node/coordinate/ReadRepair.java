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
        if (!cluster.readRepair()) {
            return;
        }
        answers.forEach((home, answer) -> {
            if (!homes.contains(home) || !cluster.reach().hasSpace().test(home)) {
                return; // it would refuse at every get of the key
            }
            if (answer.finding() == Finding.UNREADABLE) {
                if (allVotedBut(home)) {
                    new Healing(cluster, key, home, () -> {}).start();
                }
            } else if (!merged.isEmpty() && !answer.record().live().equals(merged.live())) {
                cluster.doors().events().onReadRepair(home, key);
                cluster.requests()
                        .tell(
                                home,
                                0,
                                new Request.Write(
                                        WriteKind.REPAIR, key, merged, Optional.empty(), false, Optional.empty()));
            }
        });
    }

    /** Otherwise healing would fail too. */
    private boolean allVotedBut(NodeId home) {
        return homes.stream().allMatch(other -> {
            ReadAnswer answer = answers.get(other);
            return other.equals(home) || answer != null && answer.votes();
        });
    }
}
