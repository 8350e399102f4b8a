package dynamo.node.sim;

import static dynamo.node.sim.SimFailure.check;

import dynamo.contract.Failure;
import dynamo.contract.GetRequest;
import dynamo.contract.GetResult;
import dynamo.contract.Outcome;
import dynamo.contract.PutResult;
import dynamo.version.Siblings;
import java.util.BitSet;

/** Judges what clients are answered, against the true history. */
final class AnswerCheck {
    private final World world;

    AnswerCheck(World world) {
        this.world = world;
    }

    void onPutEnded(Write write, Ending<PutResult> ending) {
        Tally tally = world.tally();
        if (ending instanceof Ending.Answered<PutResult> answered) {
            if (answered.result() instanceof PutResult.Stored stored) {
                tally.count("op: put stored");
                write.attemptEnds(false);
                write.acknowledge(world.queue().now(), stored.acks() - stored.hinted(), stored.hinted() == 0);
                onStored(write, stored);
            } else if (answered.result() instanceof PutResult.Failed failed) {
                Failure failure = failed.failure();
                tally.count("op: put failed: " + failure.code().text());
                write.attemptEnds(failure.outcome() == Outcome.NOT_APPLIED);
            }
        } else {
            tally.count("op: put cut off");
            write.attemptEnds(ending instanceof Ending.Refused);
        }
        check(!write.isRejected() || write.dots().isEmpty(), "honest-outcome", "%s is said not to be applied", write);
    }

    void onGetEnded(GetRequest request, long askedNanos, Ending<GetResult> ending) {
        if (ending instanceof Ending.Answered<GetResult> answered) {
            if (answered.result() instanceof GetResult.Found found) {
                world.tally().count("op: get answered");
                onFound(request, askedNanos, found);
            } else if (answered.result() instanceof GetResult.Failed failed) {
                world.tally().count("op: get failed: " + failed.failure().code().text());
            }
        } else {
            world.tally().count("op: get cut off");
        }
    }

    private void onStored(Write write, PutResult.Stored stored) {
        KeyHistory history = world.history().of(write.key());
        check(write.dots().contains(stored.dot()), "wrong-answer", "%s is answered with %s", write, stored.dot());
        check(
                stored.acks() >= write.request().quorum().needed()
                        || world.plan().isElastic(), // which Watch judges
                "wrong-answer",
                "%s: %s acks",
                write,
                stored.acks());
        check(
                stored.body().isPresent() == write.request().returnBody(),
                "wrong-answer",
                "%s wants a body: %s",
                write,
                write.request().returnBody());
        boolean damaged =
                world.copies().isDamaged(history) || stored.hinted() > 0; // as of a stand-in, which has no clock
        stored.alone().ifPresent(alone -> {
            BitSet live = RecordCheck.live(history, alone, "answered");
            check(
                    live.equals(RecordCheck.only(write)) && stored.siblings() == 1,
                    "over-claim",
                    "%s is said to stand alone: %s",
                    write,
                    RecordCheck.text(history, alone));
            RecordCheck.judge(history, alone, damaged, "answered alone");
        });
        stored.body().ifPresent(body -> {
            RecordCheck.judge(history, body, damaged, "answered as body");
            check(
                    body.shown().size() == stored.siblings(),
                    "wrong-answer",
                    "%s siblings are said, %s are shown",
                    stored.siblings(),
                    body.shown().size());
        });
    }

    private void onFound(GetRequest request, long askedNanos, GetResult.Found found) {
        KeyHistory history = world.history().of(request.key());
        Siblings record = found.record();
        check(
                found.answers() >= request.quorum().over(found.n()).needed(),
                "wrong-answer",
                "%s answers counted",
                found.answers());
        boolean damaged = world.copies().isDamaged(history);
        boolean isOfHomes = found.hinted() == 0; // who keeps hints has no clock
        RecordCheck.judge(history, record, damaged || !isOfHomes, "read");
        if (!damaged && isOfHomes) {
            RecordCheck.resurrection(history, record, askedNanos, "read");
        }
        if (world.copies().mayVoteForWhatIsLost(history)) {
            return;
        }
        if (found.hinted() > 0) {
            world.tally().hit(Probe.STAND_IN_VOTED);
        }
        BitSet accounted = RecordCheck.accounted(history, record, "read");
        if (world.plan().isElastic()) {
            checkSeen(history, request, askedNanos, found, accounted);
            return;
        }
        for (Write write : history.writes()) {
            int stillHeld = write.homeAcks() - write.lostAt().cardinality();
            int voters = request.quorum().n() - homesThatLost(history, write); // until these have it back
            boolean meets = stillHeld > 0 && stillHeld + found.answers() - found.hinted() > voters;
            if (meets && write.isAcknowledgedBefore(askedNanos) && !accounted.get(write.index())) {
                throw new SimFailure(
                        "read-your-writes",
                        write + " was acknowledged before, and r+w>n: " + RecordCheck.text(history, record));
            }
        }
    }

    /**
     * Homes come and go, and majorities of them all the same meet: a read sees what a write left with homes only, as far as no disk
     * was lost with it.
     */
    private void checkSeen(
            KeyHistory history, GetRequest request, long askedNanos, GetResult.Found found, BitSet accounted) {
        boolean isMajority = 2 * request.quorum().needed() > request.quorum().n();
        if (!isMajority || found.hinted() > 0) {
            return;
        }
        for (Write write : history.writes()) {
            boolean isSafe = (write.isAcknowledgedByHomes() || write.isHomeBefore(askedNanos))
                    && write.lostAt().isEmpty();
            if (isSafe && write.isAcknowledgedBefore(askedNanos) && !accounted.get(write.index())) {
                throw new SimFailure(
                        "read-your-writes",
                        write + " was acknowledged before by a majority: " + RecordCheck.text(history, found.record()));
            }
        }
    }

    private int homesThatLost(KeyHistory history, Write write) {
        return (int) history.homes().stream()
                .filter(home -> write.lostAt().get(world.machines().indexOf(world.machine(home))))
                .count();
    }
}
