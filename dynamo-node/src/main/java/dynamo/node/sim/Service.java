package dynamo.node.sim;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dynamo.contract.Causality;
import dynamo.contract.GetRequest;
import dynamo.contract.GetResult;
import dynamo.contract.Precondition;
import dynamo.contract.PutRequest;
import dynamo.contract.PutResult;
import dynamo.contract.Quorum;
import dynamo.contract.RequestId;
import dynamo.version.Bytes;
import dynamo.version.Content;
import dynamo.version.Siblings;
import java.util.BitSet;

/** Whether nodes serve: each of them answers a get of every key, and then takes a write in sight of it. */
final class Service {
    private final World world;
    private final String invariant;
    private final String where;
    private final Bound bound;
    private int served;

    /** @param invariant that is broken when they do not */
    Service(World world, String invariant, String where) {
        this.world = world;
        this.invariant = invariant;
        this.where = where;
        bound = new Bound(world.plan().network(), world.plan().disk());
    }

    void check(ImmutableList<Machine> machines) {
        machines.forEach(machine -> world.history().all().forEach(key -> get(machine, key)));
        world.pass(2 * bound.requestEnded());
        int asked = machines.size() * world.history().all().size();
        SimFailure.check(served == asked, invariant, "%s of %s gets and puts have ended in %s", served, asked, where);
    }

    private void get(Machine machine, KeyHistory key) {
        world.get(machine, new GetRequest(key.key(), quorum(), World.TIMEOUT_MAX), ending -> {
            SimFailure.check(
                    ending instanceof Ending.Answered<GetResult> answered
                            && answered.result() instanceof GetResult.Found,
                    invariant,
                    "a get of %s through %s in %s: %s",
                    key.key(),
                    machine,
                    where,
                    ending);
            put(machine, key, ((GetResult.Found) ((Ending.Answered<GetResult>) ending).result()).record());
        });
    }

    private void put(Machine machine, KeyHistory key, Siblings shown) {
        Seen seen = Seen.of(world, key.key(), shown, "a client in " + where);
        boolean isNew = shown.isEmpty();
        String name = invariant + "-" + machine + "-" + key.key().key().asUtf8();
        PutRequest request = new PutRequest(
                key.key(),
                new Content.Value(Bytes.utf8(name), "text/plain", ImmutableSortedMap.of()),
                isNew ? new Causality.Blind() : seen.causality(world),
                new Precondition.None(),
                quorum(),
                quorum(),
                World.TIMEOUT_MAX,
                new RequestId(name, true),
                false);
        Write write = key.begin(request, isNew ? new BitSet() : seen.writes(), seen.contextIsWhole());
        world.put(machine, write, ending -> {
            SimFailure.check(
                    ending instanceof Ending.Answered<PutResult> answered
                            && answered.result() instanceof PutResult.Stored,
                    invariant,
                    "%s through %s in %s: %s",
                    write,
                    machine,
                    where,
                    ending);
            served++;
        });
    }

    private Quorum quorum() {
        return Quorum.majority(world.ringNow().replicas());
    }
}
