package dynamo.node.coordinate;

import dynamo.contract.Causality;
import dynamo.contract.ErrorCode;
import dynamo.contract.Failure;
import dynamo.contract.GetRequest;
import dynamo.contract.GetResult;
import dynamo.contract.PutRequest;
import dynamo.contract.PutResult;
import dynamo.node.env.Mint;
import dynamo.node.message.Reply;
import dynamo.node.message.Request;
import dynamo.ring.NodeId;
import dynamo.version.VersionVector;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Gets, puts and deletes over a key's N homes. Threading: the node's loop; an answer may come inside the call. */
public final class Coordination {
    /** With more operations in flight than these, a get that has answered repairs what it knows of, and waits for no more. */
    private static final int LINGER_IN_FLIGHT_MAX = 1024;

    private final Cluster cluster;
    private final Mint mint;
    private int inFlight;

    public Coordination(Cluster cluster, Mint mint) {
        this.cluster = cluster;
        this.mint = mint;
    }

    /** Operations not ended; a get that has answered may still be repairing. */
    public int inFlight() {
        return inFlight;
    }

    public void get(GetRequest request, Consumer<GetResult> done) {
        inFlight++;
        new GetCoordinator(cluster, request, done, () -> inFlight <= LINGER_IN_FLIGHT_MAX, () -> inFlight--).start();
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
        if (cluster.homesOf(put.key()).isPrimary(cluster.self())) {
            coordinate(put, true, reply);
        } else {
            reply.accept(new Reply.Declined("it is no home of the key"));
        }
    }

    private void onRead(PutRequest request, GetResult.Found found, Duration left, Consumer<PutResult> done) {
        boolean isRetry = !found.record().dotsOf(request.writeId()).isEmpty(); // then it was checked the first time
        if (!isRetry && !request.precondition().holds(found.record())) {
            done.accept(new PutResult.Failed(
                    Failure.of(ErrorCode.PRECONDITION_FAILED, "what is stored does not meet the condition")));
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
        if (!cluster.homesOf(put.key()).isPrimary(cluster.self())) {
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
        new PutCoordinator(cluster, mint, put, remember, reply -> {
                    inFlight--;
                    done.accept(reply);
                })
                .start();
    }

    private void forward(Request.Coordinate put, Consumer<PutResult> done) {
        List<NodeId> homes = cluster.homesOf(put.key()).primaries().stream()
                .filter(home -> !home.equals(cluster.self()))
                .toList();
        inFlight++;
        new Forwarding(cluster, put, homes, result -> {
                    inFlight--;
                    done.accept(result);
                })
                .start();
    }

    /** The read came before anything was stored or sent, so the write surely was not. */
    private static Failure beforeTheWrite(Failure failure) {
        return new Failure(
                ErrorCode.QUORUM_NOT_AVAILABLE,
                "the read before the write failed: " + failure.detail(),
                failure.required(),
                failure.received());
    }
}
