package dynamo.node.env;

import java.time.Duration;

/**
 * The loop a node's protocol code runs on. Everything given to it runs one at a time, in the order given or of time, and
 * never inside the call that gave it.
 *
 * <p>Threading: any thread may call. Failure: a task that throws is a bug and stops the node.
 */
public interface Scheduler {
    void execute(Runnable task);

    ScheduledTask after(Duration delay, Runnable task);
}
