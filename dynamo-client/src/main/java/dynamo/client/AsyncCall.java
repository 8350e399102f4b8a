package dynamo.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** A call that waits for a thread, and tells a future how it ended. */
record AsyncCall<R>(Supplier<R> call, CompletableFuture<R> future) implements Runnable {

    @Override
    public void run() {
        try {
            future.complete(call.get());
        } catch (RuntimeException | Error e) {
            future.completeExceptionally(e);
        }
    }

    /** Nothing was sent. */
    void refuse() {
        future.completeExceptionally(new RejectedExecutionException("the client was closed before the call began"));
    }
}
