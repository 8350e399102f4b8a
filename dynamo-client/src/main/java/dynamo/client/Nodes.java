package dynamo.client;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** The nodes of the seeds, and in which order a call asks them. Threading: any. */
final class Nodes {
    private final ImmutableList<ClientNode> all;
    /** Without a better reason a client stays with the node that answered last: its connections are warm. */
    private final AtomicReference<ClientNode> last;

    Nodes(List<NodeAddress> seeds) {
        all = seeds.stream().distinct().map(ClientNode::new).collect(ImmutableList.toImmutableList());
        last = new AtomicReference<>(all.get(0));
    }

    ImmutableList<ClientNode> all() {
        return all;
    }

    void onAnswered(ClientNode node, String name) {
        node.onAnswered(name);
        last.set(node);
    }

    /**
     * All nodes, each once: homes of the key first, of these the ones with the fewest requests of ours in flight; then the one
     * that answered last, then the others in the seeds' order; suspects after all these.
     *
     * @param homes names of the key's homes; empty when they are not known
     * @param first the name of a node to be asked before all; empty for none
     */
    ImmutableList<ClientNode> order(List<String> homes, String first, long now) {
        List<Ranked> ranked = new ArrayList<>();
        for (ClientNode node : all) {
            int rank = !first.isEmpty() && first.equals(node.name())
                    ? 0
                    : homes.contains(node.name()) ? 1 : node == last.get() ? 2 : 3;
            ranked.add(new Ranked(node, node.isSuspect(now), rank, rank == 1 ? node.inFlight() : 0));
        }
        return ranked.stream()
                .sorted(Comparator.comparing(Ranked::isSuspect)
                        .thenComparingInt(Ranked::rank)
                        .thenComparingInt(Ranked::inFlight))
                .map(Ranked::node)
                .collect(ImmutableList.toImmutableList());
    }

    private record Ranked(ClientNode node, boolean isSuspect, int rank, int inFlight) {}
}
