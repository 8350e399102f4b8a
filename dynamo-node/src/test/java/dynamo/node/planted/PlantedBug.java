package dynamo.node.planted;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;

import dynamo.contract.Quorum;
import java.lang.instrument.Instrumentation;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.agent.builder.AgentBuilder.RedefinitionStrategy;
import net.bytebuddy.agent.builder.ResettableClassFileTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.asm.MemberSubstitution;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/** A bug that once cost somebody data, woven into one of our classes: which class, and what is changed in it. */
public enum PlantedBug {
    /** One ack fewer than W is enough. */
    ACK_AT_W_MINUS_ONE("dynamo.node.coordinate.PutCoordinator", oneLessNeeded()),
    /** A copy is said to be durable when it is only queued. */
    ACK_BEFORE_FSYNC("dynamo.node.replica.CommitQueue", advice(PlantedAdvice.DoneAtOnce.class, named("commit"))),
    /** An ack that changes nothing does not wait for the pending copy it vouches for. */
    NO_OP_ACK_BEFORE_PENDING(
            "dynamo.node.replica.CommitQueue", advice(PlantedAdvice.NotAfterPending.class, named("afterPending"))),
    /** Several batches are in flight, and one overtakes another. */
    BATCHES_OUT_OF_ORDER(
            "dynamo.node.replica.CommitQueue",
            advice(PlantedAdvice.OvertakingStorage.class, isConstructor()),
            advice(PlantedAdvice.ManyInFlight.class, named("startNext"))),
    /** A merge loses a value that nobody superseded. */
    DROP_CONCURRENT_SIBLING("dynamo.version.Siblings", advice(PlantedAdvice.DropConcurrent.class, named("sync"))),
    /** A merge keeps a value that the other side superseded. */
    KEEP_SUPERSEDED_SIBLING("dynamo.version.Siblings", advice(PlantedAdvice.KeepSuperseded.class, named("sync"))),
    /** A merge takes two copies of one write for one, which is not associative. */
    MERGE_EQUAL_WRITES_IN_SYNC("dynamo.version.Siblings", advice(PlantedAdvice.MergeEqualWrites.class, named("sync"))),
    /** After a restart the same actors count from 1 again. */
    REUSE_DOTS_AFTER_RESTART("dynamo.node.replica.Partitions", advice(PlantedAdvice.SameActors.class, isConstructor())),
    /** After a restart the same actors go on where the disk says they were. */
    KEEP_ACTORS_OVER_RESTART(
            "dynamo.node.replica.Partitions",
            advice(PlantedAdvice.SameActors.class, isConstructor()),
            advice(PlantedAdvice.CountOn.class, named("next"))),
    /** An actor goes on minting after a commit failed under it. */
    KEEP_ACTORS_AFTER_A_FAILED_COMMIT(
            "dynamo.node.replica.Partitions", advice(PlantedAdvice.Skip.class, named("retireAll"))),
    /** A write's answer has a context although it does not stand alone. */
    CONTEXT_BESIDE_SIBLINGS(
            "dynamo.node.coordinate.PutCoordinator", advice(PlantedAdvice.AlwaysAlone.class, named("stored"))),
    /** A write's answer has the context of the record as it is when the answer leaves. */
    CONTEXT_AT_ANSWER_TIME(
            "dynamo.node.coordinate.PutCoordinator", advice(PlantedAdvice.ContextNow.class, named("stored"))),
    /** A repeated write is not known. */
    RETRY_NOT_KNOWN("dynamo.node.replica.Replica", advice(PlantedAdvice.NothingKnown.class, named("known"))),
    /** A put that was passed on, and cannot be coordinated, is passed on again. */
    FORWARD_TWICE(
            "dynamo.node.coordinate.Coordination", advice(PlantedAdvice.ForwardAgain.class, named("onCoordinate"))),
    /** A put that may have been acted on is said not to have been applied. */
    DISHONEST_FAILURE("dynamo.node.coordinate.Forwarding", advice(PlantedAdvice.AsItSays.class, named("honest"))),
    /** A node that lost its disk votes as if it had all it ever acknowledged. */
    VOTE_WITHOUT_ROWS("dynamo.node.replica.Standing", advice(PlantedAdvice.True.class, named("votes")));

    private final String type;
    private final AsmVisitorWrapper[] changes;

    PlantedBug(String type, AsmVisitorWrapper... changes) {
        this.type = type;
        this.changes = changes;
    }

    /** Until it is closed, the code has this bug, loaded or not. */
    public Planted plant() {
        return plant(ByteBuddyAgent.install());
    }

    Planted plant(Instrumentation instrumentation) {
        ResettableClassFileTransformer transformer = new AgentBuilder.Default()
                .disableClassFormatChanges()
                .with(RedefinitionStrategy.RETRANSFORMATION)
                .with(RedefinitionStrategy.Listener.ErrorEscalating.FAIL_FAST)
                .with(AgentBuilder.Listener.StreamWriting.toSystemError().withErrorsOnly())
                .type(named(type))
                .transform((builder, description, loader, module, domain) -> {
                    var changed = builder;
                    for (AsmVisitorWrapper change : changes) {
                        changed = changed.visit(change);
                    }
                    return changed;
                })
                .installOn(instrumentation);
        return () -> transformer.reset(instrumentation, RedefinitionStrategy.RETRANSFORMATION);
    }

    /** Takes the bug out again. */
    @FunctionalInterface
    public interface Planted extends AutoCloseable {
        @Override
        void close();
    }

    private static AsmVisitorWrapper advice(Class<?> advice, ElementMatcher<? super MethodDescription> where) {
        return Advice.to(advice).on(where);
    }

    private static AsmVisitorWrapper oneLessNeeded() {
        try {
            return MemberSubstitution.relaxed()
                    .method(named("needed"))
                    .replaceWith(Wrong.class.getMethod("oneLess", Quorum.class))
                    .on(named("start"));
        } catch (NoSuchMethodException e) {
            throw new LinkageError("changed since this bug was planted", e);
        }
    }
}
