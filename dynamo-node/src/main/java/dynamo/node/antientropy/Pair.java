package dynamo.node.antientropy;

import dynamo.ring.NodeId;

/** A partition of this node and another home of it. */
record Pair(int partition, NodeId peer) implements Comparable<Pair> {
    @Override
    public int compareTo(Pair other) {
        int byPartition = Integer.compare(partition, other.partition);
        return byPartition != 0 ? byPartition : peer.compareTo(other.peer);
    }
}
