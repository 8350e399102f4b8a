package dynamo.node.planted;

import dynamo.contract.PutResult;
import dynamo.node.coordinate.Coordination;
import dynamo.node.env.Doors;
import dynamo.node.env.Mint;
import dynamo.node.env.Storage;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.message.Reply;
import dynamo.node.message.Request;
import dynamo.node.replica.CommitQueue;
import dynamo.version.Dot;
import dynamo.version.Siblings;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.NullUnmarked;

/**
 * The changed lines of each {@link PlantedBug}. They are copied into the methods they change, so they call only what is
 * public, and assign to what looks like parameters.
 */
@NullUnmarked
@SuppressWarnings("UnusedVariable")
final class PlantedAdvice {
    private PlantedAdvice() {}

    static final class DoneAtOnce {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 1, readOnly = false) Consumer<CommitResult> done) {
            done = Wrong.atOnce(done);
        }
    }

    static final class NotAfterPending {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter(@Advice.Argument(0) Consumer<CommitResult> done) {
            done.accept(CommitResult.DURABLE);
            return true;
        }
    }

    static final class OvertakingStorage {
        @Advice.OnMethodExit
        static void exit(
                @Advice.Argument(0) Doors doors,
                @Advice.FieldValue(value = "storage", readOnly = false) Storage storage) {
            storage = new Overtaking(doors);
        }
    }

    static final class ManyInFlight {
        @Advice.OnMethodEnter
        static void enter(
                @Advice.FieldValue(value = "inFlight", readOnly = false, typing = Assigner.Typing.DYNAMIC)
                        Object inFlight) {
            inFlight = null;
        }
    }

    static final class DropConcurrent {
        @Advice.OnMethodExit
        static void exit(
                @Advice.Argument(0) Siblings a,
                @Advice.Argument(1) Siblings b,
                @Advice.Return(readOnly = false) Siblings merged) {
            merged = Wrong.withoutOne(a, b, merged);
        }
    }

    static final class KeepSuperseded {
        @Advice.OnMethodExit
        static void exit(@Advice.Argument(0) Siblings a, @Advice.Return(readOnly = false) Siblings merged) {
            merged = Wrong.withAllOf(a, merged);
        }
    }

    static final class MergeEqualWrites {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) Siblings merged) {
            merged = new Siblings(merged.vector(), merged.shown());
        }
    }

    static final class SameActors {
        @Advice.OnMethodExit
        static void exit(
                @Advice.FieldValue("queue") CommitQueue queue,
                @Advice.FieldValue(value = "entropy", readOnly = false) RandomGenerator entropy) {
            entropy = new SameAfterRestart(queue);
        }
    }

    static final class OfPartition {
        @Advice.OnMethodEnter
        static void enter(@Advice.FieldValue("entropy") RandomGenerator entropy, @Advice.Argument(0) int partition) {
            ((SameAfterRestart) entropy).turnTo(partition);
        }
    }

    static final class CountOn {
        @Advice.OnMethodExit
        static void exit(
                @Advice.FieldValue("queue") CommitQueue queue,
                @Advice.Argument(0) int partition,
                @Advice.Return(readOnly = false) Dot dot) {
            dot = Wrong.afterTheLast(queue, partition, dot);
        }
    }

    static final class Skip {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter() {
            return true;
        }
    }

    static final class AlwaysAlone {
        @Advice.OnMethodExit
        static void exit(@Advice.FieldValue("made") Siblings made, @Advice.Return(readOnly = false) PutResult result) {
            result = Wrong.alone((PutResult.Stored) result, made);
        }
    }

    static final class ContextNow {
        @Advice.OnMethodExit
        static void exit(
                @Advice.FieldValue("mint") Mint mint,
                @Advice.FieldValue("put") Request.Coordinate put,
                @Advice.Return(readOnly = false) PutResult result) {
            result = Wrong.contextNow((PutResult.Stored) result, mint, put.key());
        }
    }

    static final class NothingKnown {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) Optional<Dot> known) {
            known = Optional.empty();
        }
    }

    static final class ForwardAgain {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter(
                @Advice.This Coordination coordination,
                @Advice.Argument(0) Request.Coordinate put,
                @Advice.Argument(1) Consumer<Reply> reply) {
            Wrong.coordinateOrForward(coordination, put, reply);
            return true;
        }
    }

    static final class AsItSays {
        @Advice.OnMethodExit
        static void exit(
                @Advice.Argument(value = 0, typing = Assigner.Typing.DYNAMIC) Object failure,
                @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object honest) {
            honest = failure;
        }
    }

    static final class True {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) boolean result) {
            result = true;
        }
    }
}
