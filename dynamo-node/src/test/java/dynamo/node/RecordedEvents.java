package dynamo.node;

import dynamo.contract.Key;
import dynamo.node.env.NodeEvents;
import dynamo.ring.NodeId;
import dynamo.version.Dot;
import dynamo.version.Siblings;
import dynamo.version.WriteId;
import java.util.ArrayList;
import java.util.List;

/** What a node reported. */
public final class RecordedEvents implements NodeEvents {
    public final List<Dot> minted = new ArrayList<>();
    public final List<WriteId> retriesKnown = new ArrayList<>();
    public final List<Integer> retired = new ArrayList<>();
    public final List<String> amnesia = new ArrayList<>();
    public final List<Key> unreadable = new ArrayList<>();
    public final List<NodeId> repaired = new ArrayList<>();
    public final List<NodeId> forwardedTo = new ArrayList<>();
    public final List<String> shed = new ArrayList<>();
    public final List<Integer> acknowledgedBy = new ArrayList<>();

    @Override
    public void onMinted(Key key, Dot dot, WriteId writeId, Siblings made) {
        minted.add(dot);
    }

    @Override
    public void onRetryKnown(Key key, WriteId writeId) {
        retriesKnown.add(writeId);
    }

    @Override
    public void onAcknowledged(Key key, WriteId writeId, int acks, int needed) {
        acknowledgedBy.add(acks);
    }

    @Override
    public void onReadRepair(NodeId replica, Key key) {
        repaired.add(replica);
    }

    @Override
    public void onUnreadable(Key key, String why) {
        unreadable.add(key);
    }

    @Override
    public void onAmnesia(String why) {
        amnesia.add(why);
    }

    @Override
    public void onActorRetired(int partition, String why) {
        retired.add(partition);
    }

    @Override
    public void onForwarded(NodeId to, Key key) {
        forwardedTo.add(to);
    }

    @Override
    public void onShed(String what) {
        shed.add(what);
    }
}
