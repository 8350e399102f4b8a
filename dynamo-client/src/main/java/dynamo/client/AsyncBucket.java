package dynamo.client;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The calls of a {@link Bucket} that do not wait. Each waits on a thread of the client's executor instead; what is not waited for
 * may run in any order.
 *
 * <p>Failure: a future ends with {@link DynamoException}; with {@link RejectedExecutionException} when too many calls wait already,
 * and then nothing was sent. To cancel a future does not undo its call.
 */
public final class AsyncBucket<T> {
    private final Bucket<T> bucket;
    private final Executor executor;

    AsyncBucket(Bucket<T> bucket, Executor executor) {
        this.bucket = bucket;
        this.executor = executor;
    }

    public CompletableFuture<Read<T>> get(String key) {
        return run(() -> bucket.get(key));
    }

    public CompletableFuture<Written> put(String key, T value, CausalContext context) {
        return run(() -> bucket.put(key, value, context));
    }

    public CompletableFuture<Written> delete(String key, CausalContext context) {
        return run(() -> bucket.delete(key, context));
    }

    public CompletableFuture<T> update(String key, Resolver<T> resolver, Function<Optional<T>, T> change) {
        return run(() -> bucket.update(key, resolver, change));
    }

    private <R> CompletableFuture<R> run(Supplier<R> call) {
        CompletableFuture<R> future = new CompletableFuture<>();
        try {
            executor.execute(new AsyncCall<>(call, future));
        } catch (RejectedExecutionException e) {
            future.completeExceptionally(e);
        }
        return future;
    }
}
