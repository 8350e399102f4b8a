package dynamo.node.env;

/** A task not run yet. */
public interface ScheduledTask {
    /** No effect when the task has run. */
    void cancel();
}
