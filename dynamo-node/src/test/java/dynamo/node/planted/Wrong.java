package dynamo.node.planted;

import com.google.common.collect.ImmutableList;
import dynamo.contract.Key;
import dynamo.contract.PutResult;
import dynamo.contract.Quorum;
import dynamo.node.coordinate.Coordination;
import dynamo.node.env.Mint;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Row;
import dynamo.node.env.Storage.Table;
import dynamo.node.message.Reply;
import dynamo.node.message.Request;
import dynamo.node.replica.CommitQueue;
import dynamo.node.replica.Replica;
import dynamo.ring.Ring;
import dynamo.version.Bytes;
import dynamo.version.Dot;
import dynamo.version.Encoder;
import dynamo.version.Runs;
import dynamo.version.Sibling;
import dynamo.version.Siblings;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the planted lines call. Public, for they run inside the classes that they were copied into. */
public final class Wrong {
    private Wrong() {}

    public static int oneLess(Quorum quorum) {
        return Math.max(1, quorum.needed() - 1);
    }

    public static int all(Quorum quorum) {
        return quorum.n();
    }

    public static Consumer<CommitResult> atOnce(Consumer<CommitResult> done) {
        done.accept(CommitResult.DURABLE);
        return result -> {};
    }

    /** The join of two states of progress, which are of a package of their own. */
    public static Object joined(Object facts, Object others) {
        try {
            Method join = facts.getClass().getDeclaredMethod("join", facts.getClass());
            join.setAccessible(true);
            return join.invoke(facts, others);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("changed since this bug was planted", e);
        }
    }

    public static Ring repeated(Ring ring) {
        int[] owners = new int[ring.partitions()];
        for (int partition = 0; partition < owners.length; partition++) {
            owners[partition] = ring.ownerOrdinal(partition - partition % 2);
        }
        return Ring.of(ring.epoch(), ring.n(), ring.members(), owners);
    }

    public static Siblings withoutOne(Siblings a, Siblings b, Siblings merged) {
        boolean mixed = !merged.equals(a) && !merged.equals(b) && merged.live().size() > 1;
        return mixed
                ? new Siblings(
                        merged.vector(), merged.live().subList(0, merged.live().size() - 1))
                : merged;
    }

    public static Siblings withAllOf(Siblings a, Siblings merged) {
        TreeMap<Dot, Sibling> live = new TreeMap<>();
        merged.live().forEach(sibling -> live.put(sibling.dot(), sibling));
        a.live().forEach(sibling -> live.put(sibling.dot(), sibling));
        return new Siblings(merged.vector(), ImmutableList.copyOf(live.values()));
    }

    /** The dot of the same actor behind all that the partition's clock row on disk accounts for. */
    public static Dot afterTheLast(CommitQueue rows, int partition, Dot dot) {
        Row row = rows.read(
                Table.META,
                new Encoder(16).u8(1).i32(partition).i64(dot.actor()).toBytes());
        Runs runs = row instanceof Row.Found found ? Runs.decode(found.value()) : Runs.EMPTY;
        long counter = dot.counter();
        while (runs.contains(counter)) {
            counter++;
        }
        return new Dot(dot.actor(), counter);
    }

    public static PutResult alone(PutResult.Stored stored, Siblings made) {
        ImmutableList<Sibling> own = made.live().stream()
                .filter(sibling -> sibling.dot().equals(stored.dot()))
                .collect(ImmutableList.toImmutableList());
        return withContext(stored, new Siblings(made.vector(), own));
    }

    public static PutResult contextNow(PutResult.Stored stored, Mint replica, Key key) {
        Optional<Replica> home = behind(replica);
        if (home.isEmpty()) {
            return stored;
        }
        Siblings now = home.get().onRead(key).record();
        return stored.alone()
                .filter(alone -> now.vector().descends(alone.vector()))
                .map(alone -> withContext(stored, new Siblings(now.vector(), alone.live())))
                .orElse(stored);
    }

    /** The node hands its mint out in a wrapper that knows when it stopped. */
    private static Optional<Replica> behind(Mint wrapper) {
        for (Field captured : wrapper.getClass().getDeclaredFields()) {
            captured.setAccessible(true);
            try {
                if (captured.get(wrapper) instanceof Replica replica) {
                    return Optional.of(replica);
                }
            } catch (IllegalAccessException e) {
                throw new LinkageError("changed since this bug was planted", e);
            }
        }
        return Optional.empty();
    }

    private static PutResult withContext(PutResult.Stored stored, Siblings alone) {
        return new PutResult.Stored(
                stored.dot(), 1, Optional.of(alone), stored.body(), stored.n(), stored.acks(), stored.hinted());
    }

    public static void coordinateOrForward(Coordination coordination, Request.Coordinate put, Consumer<Reply> reply) {
        try {
            Method coordinate = Coordination.class.getDeclaredMethod(
                    "coordinate", Request.Coordinate.class, boolean.class, Consumer.class);
            Method forward = Coordination.class.getDeclaredMethod("forward", Request.Coordinate.class, Consumer.class);
            coordinate.setAccessible(true);
            forward.setAccessible(true);
            Consumer<PutResult> forwarded = result -> reply.accept(new Reply.Coordinated(result));
            Consumer<Reply> coordinated = answer -> {
                if (answer instanceof Reply.Declined) {
                    invoke(forward, coordination, put, forwarded);
                } else {
                    reply.accept(answer);
                }
            };
            invoke(coordinate, coordination, put, true, coordinated);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("changed since this bug was planted", e);
        }
    }

    public static IntPredicate always() {
        return partition -> true;
    }

    public static boolean yes(ImmutableList<?> list, Object element) {
        return true;
    }

    public static Siblings stripAll(Siblings record, Predicate<Dot> spent) {
        return new Siblings(record.vector().retain(spent.negate()), record.live());
    }

    /** The row goes while the record is on its way. */
    public static void dropAfterSend(Object hints, Object row, Siblings record) {
        Consumer<Boolean> gone = isGone -> {};
        invoke(declared(hints.getClass(), "handedOver"), hints, row, record.encoded(), gone);
    }

    public static Bytes hintNow(CommitQueue queue, Object row, Bytes sent) {
        Bytes key = (Bytes) Objects.requireNonNull(invoke(declared(row.getClass(), "bytes"), row));
        return queue.read(Table.HINTS, key) instanceof Row.Found found ? found.value() : sent;
    }

    public static void joinAtOnce(Object exchange) {
        invoke(declared(exchange.getClass(), "join"), exchange);
    }

    public static ImmutableList<Dot> allOf(Replica replica, Key key, Siblings theirs, List<Dot> superseded) {
        return theirs.isEmpty()
                ? ImmutableList.copyOf(superseded)
                : replica.onRead(key).record().dots();
    }

    private static Method declared(Class<?> type, String name) {
        for (Method method : type.getDeclaredMethods()) {
            if (method.getName().equals(name)) {
                method.setAccessible(true);
                return method;
            }
        }
        throw new LinkageError("changed since this bug was planted: no " + name + " in " + type);
    }

    private static @Nullable Object invoke(Method method, Object on, Object... arguments) {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new LinkageError("threw what it cannot", e);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("changed since this bug was planted", e);
        }
    }
}
