package dynamo.node;

import com.google.common.collect.ImmutableList;
import dynamo.contract.Failure;
import dynamo.ring.Member;
import dynamo.ring.RingDiff;
import java.util.Optional;

/** What would become of the changes that are staged. */
public sealed interface PlanView {

    record Nothing() implements PlanView {}

    record Refused(Failure failure) implements PlanView {}

    /**
     * A plan that may be committed.
     *
     * @param id names it; another one as soon as anything of it would be otherwise
     * @param epoch of the ring it is made from
     * @param warnings what an operator should think of first
     * @param zonesSafe whether every partition's homes will be in as many zones as can be
     * @param members those of the ring to be; none where nothing moves
     * @param diff empty where nothing moves
     */
    record Planned(
            String id,
            long epoch,
            ImmutableList<RingChanges.Change> staged,
            ImmutableList<String> warnings,
            boolean zonesSafe,
            ImmutableList<Member> members,
            Optional<RingDiff> diff)
            implements PlanView {}
}
