package dynamo.node.planted;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.isDeclaredBy;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.returns;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import com.google.common.collect.ImmutableList;
import dynamo.contract.Quorum;
import dynamo.version.VersionVector;
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
    ACK_AT_W_MINUS_ONE("dynamo.node.coordinate.WriteQuorum", needed("oneLess")),
    /** A put succeeds only when every home has it. */
    ACK_AT_N("dynamo.node.coordinate.WriteQuorum", needed("all")),
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
    REUSE_DOTS_AFTER_RESTART(
            "dynamo.node.replica.Partitions",
            advice(PlantedAdvice.SameActors.class, isConstructor()),
            advice(PlantedAdvice.OfPartition.class, named("loaded"))),
    /** After a restart the same actors go on where the disk says they were. */
    KEEP_ACTORS_OVER_RESTART(
            "dynamo.node.replica.Partitions",
            advice(PlantedAdvice.SameActors.class, isConstructor()),
            advice(PlantedAdvice.OfPartition.class, named("loaded")),
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
    VOTE_WITHOUT_ROWS("dynamo.node.replica.Replica", advice(RepairAdvice.AlwaysVotes.class, isConstructor())),

    /** A hint goes as soon as it was sent. */
    HINT_DROPPED_AFTER_SEND("dynamo.node.hint.Replay", advice(RepairAdvice.DropAfterSend.class, named("send"))),
    /** A hint counts as an ack before it is on disk. */
    HINT_NOT_SYNCED("dynamo.node.hint.HintStore", advice(RepairAdvice.DoneAtOnce.class, named("commit"))),
    /** A hint goes although it changed while an older state of it was on its way. */
    HINT_DROPPED_WITH_NEWS("dynamo.node.hint.HintStore", advice(RepairAdvice.SentAsItIsNow.class, named("handedOver"))),
    /** Who has deleted a hint goes on minting as if it still knew what was in it. */
    ACTOR_KEPT_AFTER_ITS_HINT(
            "dynamo.node.hint.HintActors",
            advice(PlantedAdvice.Skip.class, named("retire").and(takesArguments(2)))),
    /** What a fallback does not find counts as not being there. */
    NOT_FOUND_OF_A_FALLBACK(
            ImmutableList.of("dynamo.node.Node", "dynamo.node.coordinate.GetCoordinator"),
            advice(RepairAdvice.Votes.class, named("read").and(takesArguments(1))),
            instead("contains", "yes", named("onReply"), ImmutableList.class, Object.class)),
    /** A tombstone is reaped although some home may not have it. */
    REAPED_EARLY(
            "dynamo.node.replica.Stability",
            advice(PlantedAdvice.True.class, named("everywhere").and(takesArgument(1, VersionVector.class)))),
    /** What this node has in memory only counts as durably known here. */
    OWN_PENDING_CLOCK("dynamo.node.replica.Stability", advice(RepairAdvice.PendingClock.class, named("own"))),
    /** A vector loses the entry of a value that it shows. */
    LIVE_DOT_STRIPPED("dynamo.version.Siblings", advice(RepairAdvice.StripAll.class, named("strip"))),
    /** A vector loses entries that some home does not know. */
    STRIPPED_EARLY("dynamo.node.replica.Stability", advice(PlantedAdvice.True.class, named("durablyEverywhere"))),
    /** A row that is reaped stays in the hash tree. */
    TREE_UPDATE_SKIPPED("dynamo.node.replica.HashTrees", advice(RepairAdvice.SkipGone.class, named("update"))),
    /** An exchange puts the peer's older record in the place of a newer one. */
    OLDER_REPAIRS_NEWER("dynamo.node.replica.Replica", advice(RepairAdvice.TheirsAlone.class, named("onSettle"))),
    /** An exchange that found differences joins the clocks before they are settled. */
    JOINED_UNFINISHED("dynamo.node.antientropy.Exchange", advice(RepairAdvice.JoinAtOnce.class, named("compare"))),
    /** The clocks are joined although a side lost rows since it told its own. */
    JOINED_OVER_A_LOSS("dynamo.node.replica.Partitions", advice(RepairAdvice.NeverChanges.class, named("lineage"))),
    /** A lost row stays accounted for. */
    CLOCK_KEPT_OVER_A_LOST_ROW("dynamo.node.replica.Partitions", advice(PlantedAdvice.Skip.class, named("forget"))),
    /** A read does not ask what became of a sibling that a home lacks. */
    CLOCK_NOT_ASKED("dynamo.node.coordinate.Clarification", advice(PlantedAdvice.Skip.class, named("ask"))),
    /** An actor is closed while it mints. */
    ACTIVE_ACTOR_CLOSED("dynamo.node.Node", advice(PlantedAdvice.Skip.class, named("mayHave"))),
    /** An actor is closed although nobody refuses what is still on its way. */
    CLOSED_WITHOUT_REFUSAL("dynamo.node.replica.RefusedActors", advice(PlantedAdvice.Skip.class, named("refuses"))),
    /** What went elsewhere is dropped before the new homes were compared with. */
    OLD_OWNER_DROPS_EARLY("dynamo.node.antientropy.HandingOver", advice(PlantedAdvice.True.class, named("mayDrop"))),
    /** A new home is read as if it had got everything. */
    NEW_OWNER_READ_BEFORE_PROOF(
            "dynamo.node.ownership.Ownership", advice(HandoffAdvice.LacksNothing.class, named("lacksUnder"))),
    /** A hint goes to its home alone, though the partition went from there to another. */
    LATE_WRITE_NOT_FORWARDED(
            ImmutableList.of("dynamo.node.RingState", "dynamo.node.antientropy.HandingOver"),
            advice(HandoffAdvice.HomeAlone.class, named("takers").and(takesArguments(2))),
            advice(PlantedAdvice.True.class, named("mayDrop").and(takesArguments(2)))),
    /** What is written while a partition is fetched goes to the old homes only. */
    WRITTEN_TO_THE_OLD_HOMES_ONLY(
            ImmutableList.of("dynamo.node.coordinate.PutCoordinator", "dynamo.node.coordinate.WriteQuorum"),
            advice(HandoffAdvice.NotToNewHomes.class, named("place").and(returns(void.class))),
            advice(HandoffAdvice.FirstGroup.class, named("state"))),
    /** A write needs its quorum of the old homes alone. */
    QUORUM_OF_THE_OLD_HOMES_ONLY(
            "dynamo.node.coordinate.WriteQuorum", advice(HandoffAdvice.FirstGroup.class, named("state"))),
    /** A replica answers whoever asks, whatever ring he goes by. */
    EPOCH_IGNORED(
            "dynamo.node.RingState",
            advice(HandoffAdvice.OfTheLastEpoch.class, namedOneOf("takesWrite", "answersRead"))),
    /** A home goes a stage further before the others did the one before. */
    STAGE_BEFORE_THE_OTHERS("dynamo.node.ownership.Steps", advice(PlantedAdvice.True.class, named("haveAll"))),
    /** What members said of a plan is taken for what they did under another, which won. */
    LOSING_PLAN_KEPT("dynamo.node.ownership.Ownership", advice(HandoffAdvice.OldFactsToo.class, named("install"))),
    /** A claim puts two consecutive partitions on one node. */
    TWO_REPLICAS_ON_ONE_NODE("dynamo.ring.Claim", advice(HandoffAdvice.Repeated.class, named("next"))),
    /** Requests that nobody waits for any more stay in memory. */
    UNBOUNDED_QUEUE("dynamo.node.env.Requests", advice(PlantedAdvice.Skip.class, named("forget")));

    private final ImmutableList<String> types;
    private final AsmVisitorWrapper[] changes;

    PlantedBug(String type, AsmVisitorWrapper... changes) {
        this(ImmutableList.of(type), changes);
    }

    PlantedBug(ImmutableList<String> types, AsmVisitorWrapper... changes) {
        this.types = types;
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
                .type(namedOneOf(types.toArray(new String[0])))
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

    private static AsmVisitorWrapper needed(String wrong) {
        return instead("needed", wrong, named("state"), Quorum.class);
    }

    /** Where the method is called, one of {@link Wrong} is, with what it was called on before its arguments. */
    private static AsmVisitorWrapper instead(
            String method, String wrong, ElementMatcher<? super MethodDescription> where, Class<?>... arguments) {
        try {
            return MemberSubstitution.relaxed()
                    .method(named(method).and(isDeclaredBy(arguments[0])))
                    .replaceWith(Wrong.class.getMethod(wrong, arguments))
                    .on(where);
        } catch (NoSuchMethodException e) {
            throw new LinkageError("changed since this bug was planted", e);
        }
    }
}
