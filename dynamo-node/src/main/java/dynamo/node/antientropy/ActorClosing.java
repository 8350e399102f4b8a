package dynamo.node.antientropy;

import com.google.common.collect.ImmutableList;
import dynamo.node.env.Doors;
import dynamo.node.env.Requests;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.message.ExchangeReply;
import dynamo.node.message.ExchangeRequest;
import dynamo.node.message.Reply;
import dynamo.node.replica.Replica;
import dynamo.ring.NodeId;
import dynamo.version.Dot;
import dynamo.version.Runs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Closes actors with holes. A crash can take a dot that nobody else stored, and then no home's run of that actor is ever whole,
 * and tombstones wait for it. A hole is nothing once no copy of it is anywhere and none can come to be: no member mints under
 * the actor any more, every one has durably refused what it has not seen of it, and holds no hints; and this home has then
 * exchanged with every other. What it then has of the actor is all there is: the members are told, so that they
 * refuse no more than the holes, and the actor's run counts as whole. The other homes learn that by joining this clock.
 *
 * <p>Progress is in memory: after a restart it is made again. Threading: the node's loop.
 */
final class ActorClosing {
    private static final Duration RETRY = Duration.ofSeconds(15);
    private static final int WATCHED_MAX = 256;

    private enum Stage {
        /** Every member is asked whether it mints under the actor: once none does, none ever will. */
        ASKING,
        /** Every member is asked to refuse what it has not seen. */
        REFUSING,
        /** Every other home is to be exchanged with. */
        EXCHANGING,
        /** Every member is told what there is. */
        TELLING,
        CLOSED
    }

    private record Name(int partition, long actor) {}

    private final class Closing {
        final Name name;
        final long sinceNanos;
        final List<Long> sent = new ArrayList<>();
        long counter;
        /** Of this home's clock when the exchanges began: what is lost since then they cannot have brought back. */
        long lineage;

        Stage stage = Stage.ASKING;
        long stageNanos;
        long askedNanos;
        boolean asked;
        final Set<NodeId> agreed = new TreeSet<>();

        Closing(Name name, long now) {
            this.name = name;
            sinceNanos = now;
        }

        void become(Stage next) {
            if (next == Stage.EXCHANGING || next == Stage.TELLING && stage != Stage.EXCHANGING) {
                lineage = replica.partitions().lineage(name.partition);
            }
            stage = next;
            stageNanos = now();
            agreed.clear();
            asked = false;
        }
    }

    private final Replica replica;
    private final Requests requests;
    private final Doors doors;
    private final Duration patience;
    private final Supplier<ImmutableList<NodeId>> members;
    private final IntFunction<? extends List<NodeId>> otherHomes;
    private final Map<Name, Closing> closings = new LinkedHashMap<>();

    /** @param members all of them, this node too */
    ActorClosing(
            Replica replica,
            Requests requests,
            Doors doors,
            Duration patience,
            Supplier<ImmutableList<NodeId>> members,
            IntFunction<? extends List<NodeId>> otherHomes) {
        this.replica = replica;
        this.requests = requests;
        this.doors = doors;
        this.patience = patience;
        this.members = members;
        this.otherHomes = otherHomes;
    }

    /** Others are members or homes now: what was asked must be asked of them. */
    void startOver() {
        closings.values().forEach(this::forget);
        closings.clear();
    }

    /** Tombstones of the partition wait for dots that this node does not have. */
    void onHoles(int partition, List<Dot> holes) {
        for (Dot hole : holes) {
            Name name = new Name(partition, hole.actor());
            if (closings.size() < WATCHED_MAX || closings.containsKey(name)) {
                Closing closing = closings.computeIfAbsent(name, n -> new Closing(n, now()));
                closing.counter = Math.max(closing.counter, hole.counter());
            }
        }
    }

    /** A completed exchange with another home, and when it began. */
    void onExchanged(int partition, NodeId home, long begunNanos) {
        closings.values().forEach(closing -> {
            if (closing.name.partition == partition
                    && closing.stage == Stage.EXCHANGING
                    && begunNanos - closing.stageNanos >= 0) {
                closing.agreed.add(home);
                if (closing.agreed.containsAll(otherHomes.apply(partition))) {
                    closing.become(Stage.TELLING);
                }
            }
        });
    }

    /** Exchanges that are waited for, whoever of the two would begin them in turn. */
    ImmutableList<Pair> left() {
        ImmutableList.Builder<Pair> left = ImmutableList.builder();
        for (Closing closing : closings.values()) {
            if (closing.stage == Stage.EXCHANGING) {
                for (NodeId home : otherHomes.apply(closing.name.partition)) {
                    if (!closing.agreed.contains(home)) {
                        left.add(new Pair(closing.name.partition, home));
                    }
                }
            }
        }
        return left.build();
    }

    void tick() {
        closings.values().removeIf(closing -> {
            boolean isOver = closing.stage == Stage.CLOSED || closing.stage == Stage.ASKING && hasNoHole(closing);
            if (isOver) {
                forget(closing);
            }
            return isOver;
        });
        closings.values().stream().filter(this::hasLost).forEach(this::exchange);
        closings.values().stream()
                .filter(closing -> closing.stage != Stage.TELLING && hasNoHole(closing))
                .forEach(closing -> closing.become(Stage.TELLING)); // what filled the hole is refused until then
        ImmutableList.copyOf(closings.values()).forEach(this::tick);
    }

    private void forget(Closing closing) {
        closing.sent.forEach(requests::forget);
        closing.sent.clear();
    }

    private void tick(Closing closing) {
        boolean isDue = now() - closing.sinceNanos >= patience.toNanos()
                && (!closing.asked || now() - closing.askedNanos >= RETRY.toNanos());
        if (isDue && closing.stage != Stage.EXCHANGING && closing.stage != Stage.CLOSED) {
            forget(closing);
            closing.asked = true;
            closing.askedNanos = now();
            Optional<Runs> seen = closing.stage == Stage.ASKING ? Optional.empty() : Optional.of(seen(closing.name));
            Stage stage = closing.stage;
            for (NodeId member : members.get()) {
                if (!closing.agreed.contains(member)) {
                    closing.sent.add(requests.send(
                            member,
                            new ExchangeRequest.Refuse(closing.name.partition, closing.name.actor, seen),
                            reply -> onReply(closing, stage, member, reply)));
                }
            }
        }
    }

    private void onReply(Closing closing, Stage asked, NodeId member, Optional<Reply> reply) {
        boolean done = reply.isPresent() && reply.get() instanceof ExchangeReply.Refused refused && refused.done();
        if (!done || closing.stage != asked) {
            return;
        }
        closing.agreed.add(member);
        if (!closing.agreed.containsAll(members.get())) {
            return;
        }
        if (closing.stage == Stage.ASKING) {
            closing.become(Stage.REFUSING);
        } else if (closing.stage == Stage.REFUSING) {
            exchange(closing);
        } else {
            close(closing);
        }
    }

    private void exchange(Closing closing) {
        closing.become(Stage.EXCHANGING);
        if (otherHomes.apply(closing.name.partition).isEmpty()) {
            closing.become(Stage.TELLING);
        }
    }

    private boolean hasNoHole(Closing closing) {
        return seen(closing.name).wholeUpTo(closing.counter);
    }

    /** Rows were lost here since the exchanges began. */
    private boolean hasLost(Closing closing) {
        return (closing.stage == Stage.EXCHANGING || closing.stage == Stage.TELLING)
                && closing.lineage != replica.partitions().lineage(closing.name.partition);
    }

    private void close(Closing closing) {
        if (hasLost(closing)) {
            exchange(closing);
            return;
        }
        boolean isHealed = hasNoHole(closing);
        closing.become(Stage.CLOSED);
        if (isHealed) {
            return;
        }
        replica.partitions().close(closing.name.partition, closing.name.actor, (CommitResult result) -> {});
    }

    private Runs seen(Name name) {
        return replica.partitions().clock(name.partition).of(name.actor);
    }

    private long now() {
        return doors.clock().elapsedNanos();
    }

    int pending() {
        return closings.size();
    }
}
