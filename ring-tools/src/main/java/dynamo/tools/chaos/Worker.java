package dynamo.tools.chaos;

import com.google.common.collect.ImmutableList;
import dynamo.client.CausalContext;
import dynamo.tools.check.Call.Result;
import dynamo.tools.check.KeyName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** One client at work: draws a key and what to do with it, at a steady rate, until it is told to stop. */
final class Worker implements Runnable {
    private static final int PERCENT = 100;
    private static final int READS_PERCENT = 40;
    private static final int UNREAD_PERCENT = 10;
    private static final int DELETES_PERCENT = 30;
    private static final long BEHIND_NANOS_MAX = 1_000_000_000L;

    private final Caller caller;
    private final Random random;
    private final List<Kind> kinds;
    private final Keys keys;
    private final Recorder recorder;
    private final long periodNanos;
    private final BooleanSupplier goesOn;
    private final Map<KeyName, Long> counts = new HashMap<>();

    /** @param periodNanos between the beginnings of two turns */
    Worker(
            Caller caller,
            Random random,
            List<Kind> kinds,
            Keys keys,
            Recorder recorder,
            long periodNanos,
            BooleanSupplier goesOn) {
        this.caller = caller;
        this.random = random;
        this.kinds = kinds;
        this.keys = keys;
        this.recorder = recorder;
        this.periodNanos = periodNanos;
        this.goesOn = goesOn;
    }

    @Override
    public void run() {
        long due = recorder.now();
        while (goesOn.getAsBoolean()) {
            turn();
            due = Math.max(due + periodNanos, recorder.now() - BEHIND_NANOS_MAX);
            for (long left = due - recorder.now(); left > 0; left = due - recorder.now()) {
                LockSupport.parkNanos(left);
            }
        }
    }

    private void turn() {
        Kind kind = kinds.get(random.nextInt(kinds.size()));
        KeyName key = keys.draw(kind, random, recorder.now());
        if (chance(READS_PERCENT)) {
            caller.get(key);
        } else if (kind.grows()) {
            grow(kind, key);
        } else if (chance(UNREAD_PERCENT)) {
            writeTwice(key);
        } else {
            replace(kind, key);
        }
    }

    private boolean chance(int percent) {
        return random.nextInt(PERCENT) < percent;
    }

    /** A value nobody has read for, and one that supersedes it by the context of its answer. */
    private void writeTwice(KeyName key) {
        Value first = Value.of(caller.nextId());
        caller.putFirst(key, first)
                .ifPresent(context -> caller.put(
                        key,
                        Value.of(caller.nextId()),
                        context,
                        Optional.of(ImmutableList.of(first.id())),
                        ImmutableList.of()));
    }

    private void replace(Kind kind, KeyName key) {
        caller.get(key).ifPresent(seen -> {
            String id = caller.nextId();
            CausalContext context = seen.read().context();
            if (kind == Kind.DELETE && !context.isNone() && chance(DELETES_PERCENT)) {
                caller.delete(key, id, context, seen.ids());
            } else {
                caller.put(key, Value.of(id), context, saw(seen), ImmutableList.of());
            }
        });
    }

    private void grow(Kind kind, KeyName key) {
        caller.get(key).ifPresent(seen -> {
            String id = caller.nextId();
            Value merged = Value.merged(id, seen.read().live());
            if (kind == Kind.COUNTER_BY_MERGE) {
                count(key, merged, seen);
            } else {
                ImmutableList<String> added = ImmutableList.of("e" + id);
                caller.put(key, merged.with(added.get(0)), seen.read().context(), saw(seen), added);
            }
        });
    }

    /** What was surely not applied was not counted, and is counted again. */
    private void count(KeyName key, Value merged, Caller.Seen seen) {
        String name = "c" + caller.number();
        long next = counts.getOrDefault(key, 0L) + 1;
        ImmutableList<String> added = ImmutableList.of(Value.element(name, next));
        Result result = caller.put(key, merged.with(name, next), seen.read().context(), saw(seen), added);
        if (result != Result.NOT_APPLIED) {
            counts.put(key, next);
        }
    }

    private static Optional<ImmutableList<String>> saw(Caller.Seen seen) {
        return seen.read().context().isNone() ? Optional.empty() : Optional.of(seen.ids());
    }
}
