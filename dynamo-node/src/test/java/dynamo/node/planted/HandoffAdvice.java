package dynamo.node.planted;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dynamo.node.ownership.Ownership;
import dynamo.ring.NodeId;
import dynamo.ring.Placement;
import dynamo.ring.Ring;
import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.NullUnmarked;

/** The changed lines of each {@link PlantedBug} in moves of partitions; see {@link PlantedAdvice}. */
@NullUnmarked
@SuppressWarnings("UnusedVariable")
final class HandoffAdvice {
    private HandoffAdvice() {}

    static final class LacksNothing {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) ImmutableSortedSet<Integer> lacks) {
            lacks = ImmutableSortedSet.of();
        }
    }

    static final class HomeAlone {
        @Advice.OnMethodExit
        static void exit(
                @Advice.Argument(0) NodeId home, @Advice.Return(readOnly = false) ImmutableList<NodeId> takers) {
            takers = ImmutableList.of(home);
        }
    }

    static final class NotToNewHomes {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter(@Advice.FieldValue("placement") Placement placement, @Advice.Argument(0) NodeId home) {
            return placement.stage() == Placement.Stage.JOINT
                    && !placement.writing().get(0).contains(home);
        }
    }

    static final class FirstGroup {
        @Advice.OnMethodEnter
        static void enter(@Advice.FieldValue(value = "groups", readOnly = false) List<ImmutableList<NodeId>> groups) {
            groups = ImmutableList.of(groups.get(0));
        }
    }

    static final class OfTheLastEpoch {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 1, readOnly = false) long rank) {
            rank = Long.MAX_VALUE;
        }
    }

    static final class OldFactsToo {
        @Advice.OnMethodEnter
        static void enter(
                @Advice.This Ownership ownership,
                @Advice.FieldValue(value = "progress", typing = Assigner.Typing.DYNAMIC) Object before,
                @Advice.Argument(value = 1, readOnly = false, typing = Assigner.Typing.DYNAMIC) Object facts) {
            facts = Wrong.joined(facts, before);
        }
    }

    static final class Repeated {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) Ring ring) {
            ring = Wrong.repeated(ring);
        }
    }
}
