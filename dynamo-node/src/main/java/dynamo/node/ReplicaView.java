package dynamo.node;

import com.google.common.collect.ImmutableList;
import dynamo.contract.Key;
import dynamo.node.coordinate.Cluster;
import dynamo.node.coordinate.Inspection;
import dynamo.node.message.Reply.Finding;
import dynamo.node.message.Reply.ReadAnswer;
import dynamo.ring.PreferenceList;
import dynamo.version.Siblings;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What one home of a key has of it, read live.
 *
 * @param record empty when it has none, or cannot tell
 */
public record ReplicaView(PreferenceList.Entry entry, State state, Optional<Siblings> record) {

    /** How the home answered. */
    public enum State {
        ALIVE,
        /** It lost rows, so what it lacks it may have had. */
        AMNESIAC,
        /** The row is damaged. */
        UNREADABLE,
        UNREACHABLE
    }

    /** Asks every home of the key. */
    static void inspect(Cluster cluster, Key key, Duration timeout, Consumer<ImmutableList<ReplicaView>> done) {
        new Inspection(
                        cluster,
                        key,
                        timeout,
                        answers -> done.accept(answers.entrySet().stream()
                                .map(entry -> of(entry.getKey(), entry.getValue()))
                                .collect(ImmutableList.toImmutableList())))
                .start();
    }

    private static ReplicaView of(PreferenceList.Entry entry, Optional<ReadAnswer> answer) {
        if (answer.isEmpty()) {
            return new ReplicaView(entry, State.UNREACHABLE, Optional.empty());
        }
        ReadAnswer read = answer.get();
        State state =
                read.finding() == Finding.UNREADABLE ? State.UNREADABLE : read.votes() ? State.ALIVE : State.AMNESIAC;
        return new ReplicaView(
                entry, state, read.finding() == Finding.FOUND ? Optional.of(read.record()) : Optional.empty());
    }
}
