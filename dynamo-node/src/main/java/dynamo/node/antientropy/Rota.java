package dynamo.node.antientropy;

import com.google.common.collect.ImmutableList;
import dynamo.ring.NodeId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Which pair is next: all of them once a cycle, spread over it, each time in another order; and before them those that something
 * happened to. One that failed comes again, each time later.
 */
final class Rota {
    private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int DOUBLINGS_MAX = 16;

    private record Failures(int count, long notBeforeNanos) {}

    private ImmutableList<Pair> all;
    private final long cycleNanos;
    private final RandomGenerator entropy;
    private final ArrayDeque<Pair> inTurn = new ArrayDeque<>();
    private final Map<Pair, Failures> failures = new TreeMap<>();
    private final Set<NodeId> failing = new TreeSet<>();
    private Set<Pair> first = new LinkedHashSet<>();
    private long cycleStartNanos;
    private int begun;

    Rota(ImmutableList<Pair> all, Duration cycle, RandomGenerator entropy) {
        this.all = all;
        this.cycleNanos = cycle.toNanos();
        this.entropy = entropy;
    }

    /** From now on these are in turn; those that are gone are not compared any more. */
    void become(ImmutableList<Pair> pairs) {
        all = pairs;
        inTurn.clear();
        first.clear();
        failures.clear();
        cycleStartNanos = 0;
    }

    /** @return whether a cycle began */
    boolean tick(long nowNanos) {
        if (!inTurn.isEmpty() && nowNanos - cycleStartNanos < cycleNanos || isResting(nowNanos)) {
            return false;
        }
        cycleStartNanos = nowNanos;
        begun = 0;
        List<Pair> shuffled = new ArrayList<>(all);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            Collections.swap(shuffled, i, entropy.nextInt(i + 1));
        }
        inTurn.clear();
        inTurn.addAll(shuffled);
        return true;
    }

    private boolean isResting(long nowNanos) {
        return inTurn.isEmpty() && cycleStartNanos != 0 && nowNanos - cycleStartNanos < cycleNanos;
    }

    /** These come before all others, in this order. */
    void hurry(Collection<Pair> pairs) {
        Set<Pair> sooner = new LinkedHashSet<>(pairs);
        sooner.addAll(first);
        first = sooner;
        pairs.forEach(failures::remove);
    }

    /** These come before those in turn, behind what is urgent already. */
    void addUrgent(Collection<Pair> pairs) {
        first.addAll(pairs);
    }

    /** @param mayBegin whether this one may now */
    Optional<Pair> next(long nowNanos, Predicate<Pair> mayBegin) {
        for (Iterator<Pair> each = first.iterator(); each.hasNext(); ) {
            Pair pair = each.next();
            if (isDue(pair, nowNanos) && mayBegin.test(pair)) {
                each.remove();
                return Optional.of(pair);
            }
        }
        double due = all.size() * ((nowNanos - cycleStartNanos) / (double) cycleNanos);
        for (int tries = inTurn.size(); tries > 0 && begun <= due; tries--) {
            Pair pair = inTurn.remove();
            if (isDue(pair, nowNanos) && mayBegin.test(pair)) {
                begun++;
                return Optional.of(pair);
            }
            inTurn.add(pair);
        }
        return Optional.empty();
    }

    private boolean isDue(Pair pair, long nowNanos) {
        Failures known = failures.get(pair);
        return known == null || known.notBeforeNanos - nowNanos <= 0;
    }

    void onSucceeded(Pair pair) {
        failures.remove(pair);
        failing.remove(pair.peer());
    }

    /** It is not as it was when an exchange with it failed. */
    void onConnected(NodeId peer) {
        failing.remove(peer);
    }

    /** Whether the last exchange with the peer failed. */
    boolean isFailing(NodeId peer) {
        return failing.contains(peer);
    }

    void onFailed(Pair pair, long nowNanos) {
        Failures known = failures.get(pair);
        int count = known == null ? 0 : Math.min(known.count + 1, DOUBLINGS_MAX);
        failures.put(pair, new Failures(count, nowNanos + Math.min(cycleNanos, RETRY_NANOS << count)));
        failing.add(pair.peer());
        first.add(pair);
    }
}
