package dynamo.client;

import dynamo.contract.Key;
import dynamo.version.VersionVector;
import java.util.HashMap;
import java.util.Map;

/**
 * What one user of the store has seen, so that it does not see less later: its reads show what it wrote (read your writes) and
 * never go back behind what it was shown (monotonic reads), whichever node answers. A read that cannot be that fresh fails as
 * {@link DynamoException.Stale}.
 *
 * <pre>{@code
 * Session alice = client.session();
 * Bucket<String> profiles = client.bucket("profiles", Codec.text()).in(alice);
 * profiles.put("alice", "likes cheese", CausalContext.EVERYTHING);
 * Read<String> read = profiles.get("alice"); // that, or something newer
 * }</pre>
 *
 * <p>How: every answer's context names all that it covers, so the session can tell whether a later answer covers what an earlier
 * one did. Only homes of the key are read, and the node that answered last first. An answer that does not cover enough is read
 * again from all homes; what all of them say is the truth, unless the session's own write was kept by others for homes that are
 * away.
 *
 * <p>Writes of a session give no context for the next write; a read does. A delete whose answer carries no context, for values it had not seen stand beside it, is not remembered.
 *
 * <p>Bounds: {@value #KEYS_MAX} keys; a session that would need more fails with {@link IllegalStateException}, for forgetting one
 * would break the promise. Threading: any number of threads; of calls on one key that run at once each sees what had ended before
 * it began.
 */
public final class Session {
    private static final int KEYS_MAX = 10_000;

    private final Map<Key, Seen> seen = new HashMap<>();

    /**
     * @param isAtHomes whether at least one home of the key has it
     * @param node that answered
     */
    record Seen(VersionVector vector, boolean isAtHomes, String node) {
        static final Seen NOTHING = new Seen(VersionVector.EMPTY, true, "");
    }

    Session() {}

    synchronized Seen of(Key key) {
        return seen.getOrDefault(key, Seen.NOTHING);
    }

    /** A read, of homes only. */
    void onRead(Key key, CausalContext context, AnswerInfo info) {
        add(key, new Seen(context.vector(), true, info.node()));
    }

    /** @param context covers what was written */
    void onWritten(Key key, CausalContext context, AnswerInfo info) {
        add(key, new Seen(context.vector(), info.isAtHomes(), info.node()));
    }

    /** Before anything is sent. */
    synchronized void makeRoom(Key key) {
        if (seen.size() >= KEYS_MAX && !seen.containsKey(key)) {
            throw new IllegalStateException("a session remembers at most " + KEYS_MAX + " keys; begin another");
        }
        seen.putIfAbsent(key, Seen.NOTHING);
    }

    private synchronized void add(Key key, Seen now) {
        Seen before = seen.getOrDefault(key, Seen.NOTHING);
        boolean addsNothing = before.vector.descends(now.vector);
        boolean hasAll = now.vector.descends(before.vector);
        boolean isAtHomes = hasAll && now.isAtHomes || before.isAtHomes && (addsNothing || now.isAtHomes);
        seen.put(key, new Seen(before.vector.join(now.vector), isAtHomes, now.node));
    }

    /** Whether an answer shows at least what was seen. */
    boolean isFresh(Key key, CausalContext context) {
        return context.vector().descends(of(key).vector);
    }

    /** Whether what all homes say is at least what was seen, by whatever context: tombstones are forgotten in the end. */
    boolean mayTrustAllHomes(Key key) {
        return of(key).isAtHomes;
    }
}
