package dynamo.node.coordinate;

import dynamo.contract.Causality;
import dynamo.contract.ErrorCode;
import dynamo.contract.Failure;
import dynamo.contract.GetRequest;
import dynamo.contract.GetResult;
import dynamo.contract.Key;
import dynamo.contract.PutRequest;
import dynamo.contract.PutResult;
import dynamo.node.env.Mint;
import dynamo.node.message.Reply;
import dynamo.node.message.Request;
import dynamo.version.VersionVector;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Gets, puts and deletes over a key's N homes, and over those who stand in for them. Threading: the node's loop; an answer may come inside the call. */
public final class Coordination {
    /** With more operations in flight than these, a get that has answered repairs what it knows of, and waits for no more. */
    private static final int LINGER_IN_FLIGHT_MAX = 1024;

    /** After so long a node that goes by another plan of the ring is asked again; one of the two learns the other's meanwhile. */
    static final Duration WRONG_EPOCH_PAUSE = Duration.ofMillis(20);

    private static final int HEALING_MAX = 16;
    /** What gets in flight may hold of records. */
    private static final long READ_BYTES_MAX = 128L << 20;

    private final Cluster cluster;
    private final Mint mint;
    private final Set<Key> healing = new LinkedHashSet<>();
    private final Reads reads;
    private final Mint standInMint;
    private final HandoffTimeout handoffTimeout = new HandoffTimeout();
    private int inFlight;

    /**
     * @param mint for keys this node is a home of
     * @param standInMint for other keys, when none of their homes can store
     */
    public Coordination(Cluster cluster, Mint mint, Mint standInMint) {
        this.cluster = cluster;
        this.mint = mint;
        reads = new Reads(
                new HandoffTimeout(),
                new HedgeBudget(),
                new ReadRoom(READ_BYTES_MAX),
                () -> inFlight <= LINGER_IN_FLIGHT_MAX);
        this.standInMint = standInMint;
    }

    /** Operations not ended; a get that has answered may still be repairing. */
    public int inFlight() {
        return inFlight;
    }

    public void get(GetRequest request, Consumer<GetResult> done) {
        inFlight++;
        long startedNanos = cluster.doors().clock().elapsedNanos();
        new GetCoordinator(cluster, request, done, reads, () -> inFlight--, () -> {
                    inFlight--;
                    again(request, startedNanos, done);
                })
                .start();
    }

    /** Somebody goes by another plan of the ring: a get has no effect, and begins anew. */
    private void again(GetRequest request, long startedNanos, Consumer<GetResult> done) {
        inFlight++;
        cluster.doors().scheduler().after(WRONG_EPOCH_PAUSE, () -> {
            inFlight--;
            Duration spent = Duration.ofNanos(cluster.doors().clock().elapsedNanos() - startedNanos);
            Duration left = request.timeout().minus(spent);
            if (left.isZero() || left.isNegative()) {
                done.accept(new GetResult.Failed(
                        Failure.of(ErrorCode.QUORUM_TIMEOUT, "the nodes did not agree on the ring in time")));
            } else {
                get(new GetRequest(request.key(), request.quorum(), left), done);
            }
        });
    }

    /** Mends this node's own row of the key, which cannot be read; with many at once, some are left for the next time they are met. */
    public void heal(Key key) {
        if (healing.size() < HEALING_MAX && cluster.isHome(key) && healing.add(key)) {
            new Healing(cluster, key, cluster.self(), () -> healing.remove(key)).start();
        }
    }

    public void put(PutRequest request, Consumer<PutResult> done) {
        if (!request.readsFirst()) {
            write(request, request.givenContext(), request.timeout(), done);
            return;
        }
        long startedNanos = cluster.doors().clock().elapsedNanos();
        GetRequest read = new GetRequest(request.key(), request.readQuorum(), request.timeout());
        get(read, result -> {
            if (result instanceof GetResult.Found found) {
                Duration spent = Duration.ofNanos(cluster.doors().clock().elapsedNanos() - startedNanos);
                onRead(request, found, request.timeout().minus(spent), done);
            } else if (result instanceof GetResult.Failed failed) {
                done.accept(new PutResult.Failed(beforeTheWrite(failed.failure())));
            }
        });
    }

    /** A put that another node passed on: coordinated here or declined, never passed on again. */
    public void onCoordinate(Request.Coordinate put, Consumer<Reply> reply) {
        if (cluster.isHome(put.key()) || maySubstitute(put)) {
            coordinate(put, true, reply);
        } else {
            reply.accept(new Reply.Declined("it is no home of the key, and sees one that can store"));
        }
    }

    private boolean maySubstitute(Request.Coordinate put) {
        return put.quorum().sloppy()
                && cluster.placement(put.key()).homes().stream().noneMatch(cluster.reach()::canStore);
    }

    private void onRead(PutRequest request, GetResult.Found found, Duration left, Consumer<PutResult> done) {
        boolean isRetry = !found.record().dotsOf(request.writeId()).isEmpty(); // then it was checked the first time
        if (!isRetry && !request.precondition().holds(found.record())) {
            done.accept(new PutResult.Failed(
                    Failure.of(ErrorCode.PRECONDITION_FAILED, "what is stored does not meet the condition")));
            return;
        }
        if (left.isZero() || left.isNegative()) {
            done.accept(new PutResult.Failed(
                    beforeTheWrite(Failure.of(ErrorCode.QUORUM_TIMEOUT, "it took all the time there was"))));
            return;
        }
        VersionVector context = request.causality() instanceof Causality.Given given
                ? given.context()
                : found.record().vector();
        write(request, context, left, done);
    }

    private void write(PutRequest request, VersionVector context, Duration left, Consumer<PutResult> done) {
        Request.Coordinate put = new Request.Coordinate(
                request.key(),
                request.content(),
                context,
                request.writeId(),
                request.requestId(),
                request.quorum(),
                (int) Math.max(1, left.toMillis()),
                request.returnBody());
        if (!cluster.isHome(put.key())) {
            forward(put, done);
            return;
        }
        coordinate(put, request.requestId().named(), reply -> {
            if (reply instanceof Reply.Coordinated coordinated) {
                done.accept(coordinated.result());
            } else {
                forward(put, done); // a home that cannot write is like a node that is none
            }
        });
    }

    private void coordinate(Request.Coordinate put, boolean remember, Consumer<Reply> done) {
        inFlight++;
        boolean isHome = cluster.isHome(put.key());
        new PutCoordinator(cluster, isHome ? mint : standInMint, handoffTimeout, put, remember, reply -> {
                    inFlight--;
                    done.accept(reply);
                })
                .start();
    }

    private void forward(Request.Coordinate put, Consumer<PutResult> done) {
        inFlight++;
        new Forwarding(cluster, put, this::coordinateHere, result -> {
                    inFlight--;
                    done.accept(result);
                })
                .start();
    }

    private void coordinateHere(Request.Coordinate put, boolean triedElsewhere, Consumer<Reply> done) {
        coordinate(put, triedElsewhere || put.requestId().named(), done);
    }

    /** The read came before anything was stored or sent, so the write surely was not. */
    private static Failure beforeTheWrite(Failure failure) {
        if (failure.code() == ErrorCode.OVERLOADED) {
            return failure;
        }
        return new Failure(
                ErrorCode.QUORUM_NOT_AVAILABLE,
                "the read before the write failed: " + failure.detail(),
                failure.required(),
                failure.received());
    }
}
