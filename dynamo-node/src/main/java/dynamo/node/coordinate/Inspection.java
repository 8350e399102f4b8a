package dynamo.node.coordinate;

import dynamo.contract.Key;
import dynamo.node.env.ScheduledTask;
import dynamo.node.message.Reply.ReadAnswer;
import dynamo.node.message.Request;
import dynamo.ring.NodeId;
import dynamo.ring.Placement;
import dynamo.ring.PreferenceList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads every home's own answer for a key, without quorum, merge or repair: for people who look inside. */
public final class Inspection {
    private final Cluster cluster;
    private final Key key;
    private final Duration timeout;
    private final Consumer<Map<PreferenceList.Entry, Optional<ReadAnswer>>> done;
    private final Map<PreferenceList.Entry, Optional<ReadAnswer>> answers = new LinkedHashMap<>();
    private final List<Long> sent = new ArrayList<>();
    private int outstanding;
    private @Nullable ScheduledTask deadline;

    /** @param done gets an entry per home, in the order of preference; empty where none answered */
    public Inspection(
            Cluster cluster,
            Key key,
            Duration timeout,
            Consumer<Map<PreferenceList.Entry, Optional<ReadAnswer>>> done) {
        this.cluster = cluster;
        this.key = key;
        this.timeout = timeout;
        this.done = done;
    }

    public void start() {
        Placement placement = cluster.placement(key);
        deadline = cluster.doors().scheduler().after(timeout, this::end);
        for (NodeId home : placement.homes()) {
            PreferenceList.Entry entry = new PreferenceList.Entry(home, PreferenceList.Role.PRIMARY);
            answers.put(entry, Optional.empty());
            if (cluster.reach().connected().test(home)) {
                outstanding++;
                sent.add(cluster.requests().send(home, new Request.Read(key, placement.stage()), reply -> {
                    reply.ifPresent(answer -> answers.put(
                            entry, answer instanceof ReadAnswer read ? Optional.of(read) : Optional.empty()));
                    if (--outstanding == 0) {
                        end();
                    }
                }));
            }
        }
        if (outstanding == 0) {
            end();
        }
    }

    private void end() {
        if (deadline != null) {
            deadline.cancel();
        }
        sent.forEach(cluster.requests()::forget);
        done.accept(answers);
    }
}
