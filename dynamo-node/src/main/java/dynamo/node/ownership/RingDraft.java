package dynamo.node.ownership;

import com.google.common.collect.ImmutableList;
import dynamo.ring.RingDiff;
import java.util.Optional;

/** What would become of what is staged. */
public sealed interface RingDraft {
    ImmutableList<RingChange> changes();

    /**
     * A plan that may be committed, by its name: it is another one as soon as anything of it would be otherwise.
     *
     * @param epoch of the ring it is made from
     * @param diff empty where nothing moves
     */
    record Plan(
            String id,
            long epoch,
            ImmutableList<RingChange> changes,
            ImmutableList<String> warnings,
            Optional<RingDiff> diff,
            Optional<RingPlan> plan)
            implements RingDraft {}

    record Refused(ImmutableList<RingChange> changes, String why) implements RingDraft {}

    record Nothing() implements RingDraft {
        @Override
        public ImmutableList<RingChange> changes() {
            return ImmutableList.of();
        }
    }
}
