package dynamo.node.antientropy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dynamo.node.env.Doors;
import dynamo.node.env.NodeEvents;
import dynamo.node.env.Requests;
import dynamo.node.message.ExchangeRequest;
import dynamo.node.message.Reply;
import dynamo.node.replica.Reaper;
import dynamo.node.replica.Replica;
import dynamo.node.replica.Standing;
import dynamo.ring.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Keeps this node's replicas like those of the other homes without anybody's help: begins exchanges, at most so many at once and
 * one per partition, answers those of others, and has trees built, rows scrubbed and tombstones reaped.
 *
 * <p>Threading: the node's loop.
 */
public final class AntiEntropy {
    private static final Duration TICK = Duration.ofMillis(100);
    private static final int TICKS_PER_REPORT = 10;

    /**
     * What it needs to know of the node.
     *
     * @param isReachable whether a message to the peer has somewhere to go
     * @param hintedPartitions those of which this node keeps hints
     * @param mayMint whether dots of an actor that nobody has seen may yet come from this node
     * @param pressure of clients' requests: 0 when idle, 1 when overloaded
     */
    public record Hooks(
            Predicate<NodeId> isReachable,
            HintedPartitions hintedPartitions,
            ActorPredicate mayMint,
            DoubleSupplier pressure) {}

    /** Of which partitions hints are kept. */
    @FunctionalInterface
    public interface HintedPartitions {
        /**
         * @param homes hints for these do not count
         * @return nothing as long as that is not known
         */
        Optional<ImmutableList<Integer>> but(List<NodeId> homes);
    }

    /** Something about an actor of a partition. */
    @FunctionalInterface
    public interface ActorPredicate {
        boolean test(int partition, long actor);
    }

    /** What came of a pair since the start. */
    private static final class Past {
        final Tally tally = new Tally();
        OptionalLong lastCompletedNanos = OptionalLong.empty();
        int failures;
        Optional<String> lastError = Optional.empty();
    }

    /** @param gives whether it hands over what this node is no home of */
    private record Begun(Exchange exchange, boolean gives, long lossRound, long gainRound, long nanos) {}

    private final OwnSide own;
    private final Doors doors;
    private final Replica replica;
    private final Hooks hooks;
    private final NodeId self;
    private final Homes homes;
    private final ExchangeResponder responder;
    private final Recovery recovery;
    private final Recovery gains;
    private final HandingOver handingOver;
    private final Rota rota;
    private final TreeCare trees;
    private final ActorClosing closing;
    private final Map<Integer, Begun> running = new TreeMap<>();
    private final Map<Pair, Past> pasts = new TreeMap<>();
    private final Map<Integer, Long> clockBytes = new TreeMap<>();
    private boolean isStopped;
    private int ticks;

    public AntiEntropy(
            AntiEntropyConfig config,
            NodeId self,
            int ringPartitions,
            Territory territory,
            Replica replica,
            Standing standing,
            Requests requests,
            Doors doors,
            Hooks hooks) {
        this.doors = doors;
        this.replica = replica;
        this.hooks = hooks;
        this.self = self;
        own = new OwnSide(replica, requests, doors, config, hooks.pressure());
        homes = new Homes(self, ringPartitions, territory::placement);
        responder = new ExchangeResponder(replica, homes, hooks.hintedPartitions(), hooks.mayMint());
        Supplier<ImmutableList<NodeId>> waitedFor = () -> territory.members().stream()
                .filter(member -> !member.equals(self) && territory.isWaitedFor(member))
                .collect(ImmutableList.toImmutableList());
        recovery = new Recovery(new Loss(standing, homes, territory), requests, waitedFor, territory::notWaitedFor);
        gains = new Recovery(new Gain(territory), requests, waitedFor, territory::notWaitedFor);
        handingOver = new HandingOver(own, territory, homes, ringPartitions);
        rota = new Rota(homes.ownPairs(), config.cycle(), doors.entropy());
        trees = new TreeCare(own, homes.partitions(), this::onReaped, now());
        closing = new ActorClosing(
                replica, requests, doors, config.closingPatience(), territory::members, homes::otherNodes);
    }

    /** Some partition may have other homes now. */
    public void onMoved() {
        handingOver.refresh();
        if (homes.refresh()) {
            rota.become(homes.ownPairs());
            trees.become(homes.partitions());
            closing.startOver();
        }
    }

    /** Another plan counts: who is asked may be others. */
    public void onPlan() {
        recovery.sleep();
        gains.sleep();
        closing.startOver();
        handingOver.startOver();
        onMoved();
    }

    /** Once the node's start is durable. */
    public void start() {
        rota.hurry(homes.ownPairs());
        tick();
    }

    /** What it was before, and what it missed: its partitions come first. */
    public void onConnected(NodeId peer) {
        rota.onConnected(peer);
        rota.hurry(homes.ownPairs().stream()
                .filter(pair -> pair.peer().equals(peer))
                .toList());
        rota.hurry(wanted().filter(pair -> pair.peer().equals(peer)).toList());
    }

    public void onRequest(NodeId from, ExchangeRequest request, Consumer<Reply> reply) {
        if (!isStopped) {
            if (request instanceof ExchangeRequest.Join join) {
                trees.reapSoon(join.partition());
            }
            responder.onRequest(from, request, reply);
        }
    }

    /** Nothing more is begun, and what runs is given up. */
    public void stop() {
        isStopped = true;
        trees.stop();
        handingOver.stop();
        recovery.sleep();
        gains.sleep();
        ImmutableList.copyOf(running.values()).forEach(begun -> begun.exchange.fail("this node stops"));
    }

    /** Exchanges under way. */
    public int inFlight() {
        return running.size();
    }

    private void tick() {
        if (isStopped) {
            return;
        }
        boolean hasLostSome = recovery.tick(now());
        boolean gainsSome = gains.tick(now());
        if (hasLostSome || gainsSome) {
            rota.hurry(wanted().toList());
        }
        handingOver.tick();
        trees.alsoBuild(handingOver.partitions());
        rota.addUrgent(Stream.concat(wanted(), handingOver.left().stream())
                .filter(pair -> !running.containsKey(pair.partition()))
                .toList());
        if (rota.tick(now())) {
            homes.partitions().forEach(trees::reapSoon);
            rota.addUrgent(wanted().toList());
            rota.addUrgent(closing.left());
        }
        trees.tick(now());
        closing.tick();
        beginSome();
        if (++ticks % TICKS_PER_REPORT == 0) {
            doors.events()
                    .onUpkeep(
                            tombstonesWaiting(),
                            tombstonesWaitingFor(),
                            clockBytes.values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum());
        }
        doors.scheduler().after(TICK, this::tick);
    }

    /** What is waited for, beside the usual turns. */
    private Stream<Pair> wanted() {
        return Stream.concat(recovery.left().stream(), gains.left().stream());
    }

    private void beginSome() {
        while (running.size() < own.config().exchangesMax()) {
            Optional<Pair> next = rota.next(now(), this::mayBegin);
            if (next.isEmpty()) {
                return;
            }
            int partition = next.get().partition();
            boolean gives = handingOver.contains(partition);
            Exchange exchange = new Exchange(own, next.get(), gives, this::onEnded);
            running.put(
                    partition, new Begun(exchange, gives, recovery.round(partition), gains.round(partition), now()));
            exchange.start();
        }
    }

    private boolean mayBegin(Pair pair) {
        return hooks.isReachable().test(pair.peer())
                && hasPlace(pair.peer())
                && !running.containsKey(pair.partition())
                && (homes.contains(pair.partition()) || handingOver.contains(pair.partition()))
                && replica.trees().isBuilt(pair.partition());
    }

    /** No peer may keep all places busy, and one that did not answer last time only one: it may be silent for long. */
    private boolean hasPlace(NodeId peer) {
        int places = rota.isFailing(peer) ? 1 : Math.max(1, own.config().exchangesMax() - 1);
        return running.values().stream()
                        .filter(begun -> begun.exchange.pair().peer().equals(peer))
                        .count()
                < places;
    }

    private void onEnded(Exchange exchange) {
        Pair pair = exchange.pair();
        Begun begun = Objects.requireNonNull(running.remove(pair.partition()));
        Past past = pasts.computeIfAbsent(pair, p -> new Past());
        past.tally.add(exchange.tally());
        Tally tally = exchange.tally();
        NodeEvents events = doors.events();
        events.onExchangeTraffic(tally.sent(), tally.received());
        if (exchange.outcome() == Exchange.Outcome.FAILED) {
            rota.onFailed(pair, now());
        } else {
            rota.onSucceeded(pair);
            recovery.onCompared(pair, begun.lossRound);
            gains.onCompared(pair, begun.gainRound);
        }
        if (exchange.outcome() == Exchange.Outcome.COMPLETED && begun.gives) {
            events.onExchanged(pair.peer(), pair.partition(), tally.keysHere(), tally.keysThere());
            handingOver.onGiven(pair);
        } else if (exchange.outcome() == Exchange.Outcome.COMPLETED) {
            past.lastCompletedNanos = OptionalLong.of(now());
            events.onExchanged(pair.peer(), pair.partition(), tally.keysHere(), tally.keysThere());
            clockBytes.put(pair.partition(), (long)
                    replica.partitions().clock(pair.partition()).encoded().length());
            trees.reapSoon(pair.partition());
            closing.onExchanged(pair.partition(), pair.peer(), begun.nanos);
        } else {
            past.failures++;
            past.lastError = Optional.of(exchange.why());
            events.onExchangeFailed(pair.peer(), pair.partition(), exchange.why());
        }
        if (!isStopped && exchange.outcome() != Exchange.Outcome.FAILED) {
            doors.scheduler().execute(this::beginMore);
        }
    }

    /** Much that is to be fetched or handed over need not wait for the next tick. */
    private void beginMore() {
        if (!isStopped) {
            beginSome();
        }
    }

    private void onReaped(int partition) {
        if (!homes.contains(partition)) { // it went elsewhere meanwhile, and others see to it
            return;
        }
        closing.onHoles(partition, replica.reaper().waiting(partition).holes());
        replica.noteDurable(partition);
    }

    private long tombstonesWaiting() {
        return homes.partitions().stream()
                .mapToLong(partition -> replica.reaper().waiting(partition).rows())
                .sum();
    }

    private ImmutableSortedMap<NodeId, Long> tombstonesWaitingFor() {
        Map<NodeId, Long> waitingFor = new TreeMap<>();
        for (int partition : homes.partitions()) {
            Reaper.Waiting waiting = replica.reaper().waiting(partition);
            waiting.byHome().forEach((home, rows) -> waitingFor.merge(home, rows, Long::sum));
            if (waiting.here() > 0) {
                waitingFor.merge(self, waiting.here(), Long::sum);
            }
        }
        return ImmutableSortedMap.copyOf(waitingFor);
    }

    /** Exchanges that this node has begun and not ended. */
    public ImmutableList<Progress.Running> running() {
        return running.values().stream()
                .map(Begun::exchange)
                .map(exchange -> new Progress.Running(
                        exchange.pair().partition(),
                        exchange.pair().peer(),
                        exchange.state().name(),
                        exchange.tally().keysHere(),
                        exchange.tally().received()))
                .collect(ImmutableList.toImmutableList());
    }

    /** What this node holds that others own. */
    public ImmutableList<Progress.Leftover> leftovers() {
        return handingOver.leftovers();
    }

    public Progress progress() {
        long built = trees.built();
        return new Progress(
                built,
                homes.partitions().size() - built,
                running(),
                trees.scrubbedNanos(),
                tombstonesWaiting(),
                tombstonesWaitingFor(),
                closing.pending(),
                compared());
    }

    private ImmutableList<Progress.Compared> compared() {
        Set<Pair> pairs = new TreeSet<>(pasts.keySet());
        pairs.addAll(homes.ownPairs());
        ImmutableList.Builder<Progress.Compared> compared = ImmutableList.builder();
        for (Pair pair : pairs) {
            Past known = pasts.getOrDefault(pair, new Past());
            compared.add(new Progress.Compared(
                    pair.partition(),
                    pair.peer(),
                    known.lastCompletedNanos,
                    known.tally.keys(),
                    known.tally.sent(),
                    known.tally.received(),
                    known.failures,
                    known.lastError));
        }
        return compared.build();
    }

    private long now() {
        return doors.clock().elapsedNanos();
    }
}
