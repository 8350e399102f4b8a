package dynamo.node.sim;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dynamo.contract.Causality;
import dynamo.contract.GetRequest;
import dynamo.contract.GetResult;
import dynamo.contract.Key;
import dynamo.contract.Precondition;
import dynamo.contract.PutRequest;
import dynamo.contract.PutResult;
import dynamo.contract.Quorum;
import dynamo.contract.RequestId;
import dynamo.version.Bytes;
import dynamo.version.Content;
import dynamo.version.Siblings;
import java.time.Duration;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** A client: does one thing after the other, tries again under the same request id, and keeps the contexts it is given. */
final class SimClient {
    private static final ImmutableList<Duration> TIMEOUTS =
            ImmutableList.of(Duration.ofMillis(80), Duration.ofMillis(400), Duration.ofSeconds(1), World.TIMEOUT_MAX);
    private static final int VALUE_BYTES_MAX = 300;

    private final World world;
    private final String name;
    private final Habit habit;
    private final SplittableRandom random;
    private final Map<Key, Seen> seen = new LinkedHashMap<>();
    private int operations;

    SimClient(World world, int number, Habit habit, Seed seed) {
        this.world = world;
        this.name = "c" + number;
        this.habit = habit;
        this.random = seed.fork("client", number).random();
    }

    /** Thinks for a while, then acts; until the run calms down. */
    void next() {
        world.queue().after(1 + random.nextLong(world.plan().load().thinkNanosMax()), () -> {
            if (!world.isCalm()) {
                act(world.keys().get(random.nextInt(world.keys().size())));
            }
        });
    }

    private void act(Key key) {
        operations++;
        int dice = random.nextInt(10);
        switch (habit) {
            case POLITE -> {
                if (dice < 3 && seen.containsKey(key)) {
                    writeSeen(key);
                } else {
                    read(key, dice < 9);
                }
            }
            case STALE -> {
                if (dice < 7 && seen.containsKey(key)) {
                    writeSeen(key);
                } else {
                    read(key, false);
                }
            }
            case BLIND -> {
                if (dice < 7) {
                    write(key, new Causality.Blind(), new Precondition.None(), new BitSet(), true);
                } else {
                    read(key, false);
                }
            }
            case STAR -> {
                if (dice < 7) {
                    write(key, new Causality.ReadFirst(), new Precondition.None(), new BitSet(), true);
                } else {
                    read(key, false);
                }
            }
            case CONDITIONAL -> {
                if (dice < 7) {
                    writeOnCondition(key, dice);
                } else {
                    read(key, false);
                }
            }
        }
    }

    private void read(Key key, boolean thenWrite) {
        GetRequest request = new GetRequest(key, quorum(1), timeout());
        world.get(machine(), request, ending -> {
            if (ending instanceof Ending.Answered<GetResult> answered
                    && answered.result() instanceof GetResult.Found found) {
                shown(key, found.record());
                if (thenWrite && !world.isCalm()) {
                    writeSeen(key);
                    return;
                }
            }
            next();
        });
    }

    private void shown(Key key, Siblings record) {
        if (record.isEmpty()) {
            seen.remove(key);
        } else {
            seen.put(key, Seen.of(world, key, record, name));
        }
    }

    private void writeSeen(Key key) {
        Seen known = seen.get(key);
        if (known == null) {
            write(key, new Causality.Blind(), new Precondition.None(), new BitSet(), true);
            return;
        }
        if (habit != Habit.STALE || random.nextInt(3) == 0) {
            seen.remove(key);
        }
        write(key, known.causality(world), new Precondition.None(), known.writes(), known.contextIsWhole());
    }

    private void writeOnCondition(Key key, int dice) {
        Seen known = seen.get(key);
        if (dice < 2) {
            write(key, new Causality.Blind(), new Precondition.Missing(), new BitSet(), true);
        } else if (dice < 4 || known == null) {
            write(key, new Causality.Blind(), new Precondition.Exists(), new BitSet(), true);
        } else {
            Precondition unchanged = new Precondition.TagIn(ImmutableList.of(known.tag()));
            write(key, known.causality(world), unchanged, known.writes(), known.contextIsWhole());
        }
    }

    private void write(Key key, Causality causality, Precondition precondition, BitSet shown, boolean contextIsWhole) {
        boolean named = random.nextInt(5) > 0;
        boolean reused = named && operations > 1 && random.nextInt(20) == 0;
        int number = reused ? operations - 1 : operations;
        String id = (named ? "" : "unnamed-") + name + "-" + number;
        PutRequest request = new PutRequest(
                key,
                content(id + "-" + operations, !reused),
                causality,
                precondition,
                quorum(Math.min(world.plan().load().wMin(), world.ring().replicas())),
                quorum(1),
                timeout(),
                new RequestId(id, named),
                random.nextInt(7) == 0);
        Write write = world.history().of(key).begin(request, shown, contextIsWhole);
        new Tries(write, named ? random.nextInt(4) : 0).attempt();
    }

    /** Other content under the id of the request before is another write; a second tombstone would be a retry. */
    private Content content(String name, boolean mayDelete) {
        if (mayDelete && random.nextInt(world.plan().load().deleteIn()) == 0) {
            return new Content.Tombstone();
        }
        String value = name + " " + "x".repeat(random.nextInt(VALUE_BYTES_MAX));
        return new Content.Value(Bytes.utf8(value), "text/plain", ImmutableSortedMap.of());
    }

    private Quorum quorum(int least) {
        int n = world.ring().replicas();
        int dice = random.nextInt(6);
        int needed = dice == 0 ? 1 : dice == 1 ? n : n / 2 + 1;
        return new Quorum(n, Math.max(least, needed), random.nextBoolean());
    }

    private Duration timeout() {
        return TIMEOUTS.get(random.nextInt(TIMEOUTS.size()));
    }

    private Machine machine() {
        return world.machines().get(random.nextInt(world.machines().size()));
    }

    /** One write, tried until it is acknowledged or its client gives up; an impatient one does not wait for the answer. */
    private final class Tries {
        private final Write write;
        private int left;
        private boolean ended;

        Tries(Write write, int retries) {
            this.write = write;
            this.left = retries;
        }

        void attempt() {
            world.put(machine(), write, this::onEnding);
            long timeout = write.request().timeout().toNanos();
            boolean impatient = world.plan().load().impatient() && random.nextInt(4) == 0;
            world.queue().after(impatient ? random.nextLong(timeout) : 2 * timeout, this::onSilence);
        }

        private void onEnding(Ending<PutResult> ending) {
            if (ended) {
                return;
            }
            if (ending instanceof Ending.Answered<PutResult> answered
                    && answered.result() instanceof PutResult.Stored stored) {
                stored.alone().or(stored::body).ifPresent(record -> shown(write.key(), record));
                stored.body().ifPresent(record -> shown(write.key(), record));
                end();
            } else {
                again();
            }
        }

        private void onSilence() {
            if (!ended) {
                again();
            }
        }

        private void again() {
            if (left-- > 0 && !world.isCalm()) {
                world.queue().after(random.nextLong(200_000_000), this::attemptUnlessEnded);
            } else {
                end();
            }
        }

        private void attemptUnlessEnded() {
            if (!ended) {
                attempt();
            }
        }

        private void end() {
            ended = true;
            next();
        }
    }
}
