package dynamo.client;

import dynamo.contract.Key;
import dynamo.version.Content;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Calls that keep a session's promise. */
final class SessionCalls {
    private SessionCalls() {}

    /** Reads homes until the answer covers what the session has seen, or all homes have answered. */
    static Read<Content.Value> get(DynamoClient client, Session session, Key key, CallOptions options) {
        session.makeRoom(key);
        long deadline = System.nanoTime() + options.timeout().toNanos();
        CallOptions strict = options.strict();
        String why = "";
        for (int round = 0; ; round++) {
            try {
                CallOptions now = round == 0 ? strict : strict.withQuorum("all");
                Read<Content.Value> read = client.get(
                        key, now.withTimeout(left(deadline)), session.of(key).node());
                boolean isAll = read.info().isOfAllHomes();
                if (session.isFresh(key, read.context()) || isAll && session.mayTrustAllHomes(key)) {
                    session.onRead(key, read.context(), read.info());
                    return read;
                }
                why = isAll
                        ? "what the session wrote is kept for homes that are away"
                        : "the homes that answer lack what the session has seen";
            } catch (DynamoException.Unavailable | DynamoException.Unreachable e) {
                if (round == 0) {
                    throw e;
                }
                why = "not all homes answer (" + e.code() + "), and those that do lack what the session has seen";
            }
            long pause = Backoff.nanos(round);
            if (System.nanoTime() + pause - deadline >= 0
                    || Thread.currentThread().isInterrupted()) {
                throw new DynamoException.Stale(why);
            }
            LockSupport.parkNanos(pause);
        }
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
    }

    /**
     * Asks for all that the write made, for a context that covers it even beside siblings. The caller gets none: a write that was
     * sent twice may be shown what others have made of it since.
     */
    static Written put(
            DynamoClient client,
            Session session,
            Key key,
            Content.Value value,
            CausalContext context,
            CallOptions options) {
        session.makeRoom(key);
        HttpAnswer answer = client.put(key, value, context, options, true);
        Written written = Answers.written(answer);
        session.onWritten(key, Answers.context(answer), written.info());
        return written.withoutContext();
    }

    static Written delete(DynamoClient client, Session session, Key key, CausalContext context, CallOptions options) {
        session.makeRoom(key);
        Written written = client.delete(key, context, options);
        written.context().ifPresent(covered -> session.onWritten(key, covered, written.info()));
        return written;
    }
}
