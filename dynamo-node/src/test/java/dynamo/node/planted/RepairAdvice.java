package dynamo.node.planted;

import dynamo.contract.Key;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.message.Reply.ReadAnswer;
import dynamo.node.replica.CommitQueue;
import dynamo.node.replica.Partitions;
import dynamo.node.replica.Replica;
import dynamo.version.Bytes;
import dynamo.version.Dot;
import dynamo.version.PartitionClock;
import dynamo.version.Siblings;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.NullUnmarked;

/** The changed lines of each {@link PlantedBug} in hints, exchanges and deletes; see {@link PlantedAdvice}. */
@NullUnmarked
@SuppressWarnings("UnusedVariable")
final class RepairAdvice {
    private RepairAdvice() {}

    static final class DropAfterSend {
        @Advice.OnMethodExit
        static void exit(
                @Advice.FieldValue(value = "hints", typing = Assigner.Typing.DYNAMIC) Object hints,
                @Advice.Argument(value = 0, typing = Assigner.Typing.DYNAMIC) Object row,
                @Advice.Argument(1) Siblings record) {
            Wrong.dropAfterSend(hints, row, record);
        }
    }

    static final class DoneAtOnce {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 3, readOnly = false) Consumer<CommitResult> done) {
            done = Wrong.atOnce(done);
        }
    }

    static final class SentAsItIsNow {
        @Advice.OnMethodEnter
        static void enter(
                @Advice.FieldValue("queue") CommitQueue queue,
                @Advice.Argument(value = 0, typing = Assigner.Typing.DYNAMIC) Object row,
                @Advice.Argument(value = 1, readOnly = false) Bytes sent) {
            sent = Wrong.hintNow(queue, row, sent);
        }
    }

    static final class Votes {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) ReadAnswer answer) {
            answer = new ReadAnswer(answer.finding(), answer.record(), true);
        }
    }

    static final class AlwaysVotes {
        @Advice.OnMethodExit
        static void exit(@Advice.FieldValue(value = "votes", readOnly = false) IntPredicate votes) {
            votes = Wrong.always();
        }
    }

    static final class PendingClock {
        @Advice.OnMethodExit
        static void exit(
                @Advice.FieldValue("partitions") Partitions partitions,
                @Advice.Argument(0) int partition,
                @Advice.Return(readOnly = false) PartitionClock clock) {
            clock = partitions.clock(partition);
        }
    }

    static final class SkipGone {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter(@Advice.Argument(2) long hashAfter) {
            return hashAfter == 0;
        }
    }

    static final class TheirsAlone {
        @Advice.OnMethodEnter
        static void enter(
                @Advice.This Replica replica,
                @Advice.Argument(0) Key key,
                @Advice.Argument(1) Siblings theirs,
                @Advice.Argument(value = 2, readOnly = false) List<Dot> superseded) {
            superseded = Wrong.allOf(replica, key, theirs, superseded);
        }
    }

    static final class JoinAtOnce {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter(@Advice.This Object exchange) {
            Wrong.joinAtOnce(exchange);
            return true;
        }
    }

    static final class NeverChanges {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) long lineage) {
            lineage = 1;
        }
    }

    static final class StripAll {
        @Advice.OnMethodExit
        static void exit(
                @Advice.This Siblings record,
                @Advice.Argument(0) Predicate<Dot> spent,
                @Advice.Return(readOnly = false) Siblings stripped) {
            stripped = Wrong.stripAll(record, spent);
        }
    }
}
