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
    public final List<Key> reaped = new ArrayList<>();
    public final List<Key> dropped = new ArrayList<>();
    public final List<NodeId> clarified = new ArrayList<>();
    public final List<NodeId> hedges = new ArrayList<>();
    public final List<Integer> treeMismatches = new ArrayList<>();
    public final List<Integer> acknowledgedBy = new ArrayList<>();
    public final List<Integer> treesBuilt = new ArrayList<>();
    public final List<Integer> healed = new ArrayList<>();
    public final List<String> exchangesFailed = new ArrayList<>();
    public int exchanged;
    public int mendedHere;
    public int mendedThere;
    public final List<NodeId> hintsReplayed = new ArrayList<>();
    public final List<String> hintsRefused = new ArrayList<>();
    public final List<String> hintsUnreadable = new ArrayList<>();

    @Override
    public void onMinted(Key key, Dot dot, WriteId writeId, Siblings made) {
        minted.add(dot);
    }

    @Override
    public void onRetryKnown(Key key, WriteId writeId) {
        retriesKnown.add(writeId);
    }

    @Override
    public void onAcknowledged(Key key, WriteId writeId, int acks, int hinted, int needed) {
        acknowledgedBy.add(acks);
    }

    @Override
    public void onReadRepair(NodeId replica, Key key) {
        repaired.add(replica);
    }

    @Override
    public void onDropped(Key key, Siblings arrived, Siblings kept) {
        dropped.add(key);
    }

    @Override
    public void onClarify(NodeId home, Key key) {
        clarified.add(home);
    }

    @Override
    public void onHedge(NodeId spare, Key key) {
        hedges.add(spare);
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
    public void onTreeBuilt(int partition) {
        treesBuilt.add(partition);
    }

    @Override
    public void onTreeMismatch(int partition) {
        treeMismatches.add(partition);
    }

    @Override
    public void onReaped(Key key, Siblings record) {
        reaped.add(key);
    }

    @Override
    public void onHealed(int partition, boolean wholly) {
        healed.add(partition);
    }

    @Override
    public void onExchanged(NodeId peer, int partition, int keysHere, int keysThere) {
        exchanged++;
        mendedHere += keysHere;
        mendedThere += keysThere;
    }

    @Override
    public void onExchangeFailed(NodeId peer, int partition, String why) {
        exchangesFailed.add(why);
    }

    @Override
    public void onForwarded(NodeId to, Key key) {
        forwardedTo.add(to);
    }

    @Override
    public void onHintReplayed(NodeId home) {
        hintsReplayed.add(home);
    }

    @Override
    public void onHintRefused(NodeId home, String why) {
        hintsRefused.add(why);
    }

    @Override
    public void onHintUnreadable(String row, String why) {
        hintsUnreadable.add(row);
    }

    @Override
    public void onShed(String what) {
        shed.add(what);
    }
}
