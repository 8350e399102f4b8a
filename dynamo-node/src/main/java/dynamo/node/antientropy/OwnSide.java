package dynamo.node.antientropy;

import dynamo.node.env.Doors;
import dynamo.node.env.Requests;
import dynamo.node.replica.Replica;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * What every exchange of this node works with.
 *
 * @param pressure of clients' requests on this node: 0 when idle, 1 when overloaded
 */
record OwnSide(Replica replica, Requests requests, Doors doors, AntiEntropyConfig config, DoubleSupplier pressure) {

    /** A turn of the loop of its own for work that can wait: the later, the more clients want of this node. */
    void later(Runnable slice) {
        Duration pause = Duration.ofNanos((long) (config.pauseMax().toNanos() * pressure.getAsDouble()));
        if (pause.isZero()) {
            doors.scheduler().execute(slice);
        } else {
            doors.scheduler().after(pause, slice);
        }
    }
}
