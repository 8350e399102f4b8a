package dynamo.node.message;

import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import java.util.Optional;

/** What nodes tell each other of the ring: the plan that counts, and how far its moves are. What they mean, package ownership knows. */
public sealed interface RingNews extends Message {

    /**
     * What the sender knows; who knows more, or otherwise, answers with a {@link State}.
     *
     * @param rank of its plan
     * @param digest of the progress it knows
     */
    record Digest(long rank, long digest) implements RingNews {}

    /**
     * @param rank of the sender's plan
     * @param plan left out where the receiver has it
     * @param progress of that plan
     * @param all whether this is all that the sender knows of it
     */
    record State(long rank, Optional<Bytes> plan, Bytes progress, boolean all) implements RingNews {}

    /**
     * The sender is no member and would become one.
     *
     * @param replaces the member whose places it would take
     * @param address where it listens for its peers; empty when it cannot tell
     */
    record Wish(String zone, double weight, Optional<NodeId> replaces, String address) implements RingNews {
        public Wish {
            new Member(
                    new NodeId("new"), zone, weight, Member.Status.JOINING, address); // throws for what cannot be one
        }
    }
}
