package dynamo.node.planted;

import com.google.common.collect.ImmutableList;
import dynamo.contract.Key;
import dynamo.contract.PutResult;
import dynamo.contract.Quorum;
import dynamo.node.coordinate.Coordination;
import dynamo.node.env.Mint;
import dynamo.node.env.Storage;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Row;
import dynamo.node.env.Storage.Table;
import dynamo.node.message.Reply;
import dynamo.node.message.Request;
import dynamo.node.replica.Replica;
import dynamo.version.Dot;
import dynamo.version.Encoder;
import dynamo.version.Runs;
import dynamo.version.Sibling;
import dynamo.version.Siblings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What the planted lines call. Public, for they run inside the classes that they were copied into. */
public final class Wrong {
    private Wrong() {}

    public static int oneLess(Quorum quorum) {
        return Math.max(1, quorum.needed() - 1);
    }

    public static Consumer<CommitResult> atOnce(Consumer<CommitResult> done) {
        done.accept(CommitResult.DURABLE);
        return result -> {};
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
    public static Dot afterTheLast(Storage storage, int partition, Dot dot) {
        Row row = storage.read(
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
        Siblings now = ((Replica) replica).onRead(key).record();
        return stored.alone()
                .filter(alone -> now.vector().descends(alone.vector()))
                .map(alone -> withContext(stored, new Siblings(now.vector(), alone.live())))
                .orElse(stored);
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

    private static void invoke(Method method, Object on, Object... arguments) {
        try {
            method.invoke(on, arguments);
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
