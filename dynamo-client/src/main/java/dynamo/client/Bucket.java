package dynamo.client;

import dynamo.contract.Key;
import dynamo.version.Bytes;
import dynamo.version.Content;
import dynamo.version.Dot;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Values of one bucket in one form. {@link #update} is the main road: it reads, makes one value of what it finds, changes that, and
 * writes it so that it supersedes exactly what was read.
 *
 * <pre>{@code
 * Bucket<Set<String>> tags = client.bucket("tags", JsonCodec.of(new ObjectMapper(), new TypeReference<Set<String>>() {}));
 * Set<String> now = tags.update("page-7", Resolver.union(), found -> {
 *     Set<String> changed = new TreeSet<>(found.orElse(Set.of()));
 *     changed.add("dynamo");
 *     return changed;
 * });
 * }</pre>
 *
 * <p>Failure: every call throws {@link DynamoException}, whose {@code outcome()} says what it did to the data. Threading: any.
 */
public final class Bucket<T> {
    private static final int MERGES_MAX = 10;
    private static final int READS_MAX = 6;

    private final DynamoClient client;
    private final String name;
    private final Codec<T> codec;
    private final CallOptions options;
    private final @Nullable Session session;

    Bucket(DynamoClient client, String name, Codec<T> codec, CallOptions options, @Nullable Session session) {
        this.client = client;
        this.name = name;
        this.codec = codec;
        this.options = options;
        this.session = session;
    }

    /** The same bucket, whose calls are carried out otherwise: quorums, time. */
    public Bucket<T> with(UnaryOperator<CallOptions> change) {
        return new Bucket<>(client, name, codec, change.apply(options), session);
    }

    /** The same bucket as one user sees it: reads show at least what the session has written and seen. */
    public Bucket<T> in(Session user) {
        return new Bucket<>(client, name, codec, options, user);
    }

    /** The same calls, which do not wait. */
    public AsyncBucket<T> async() {
        return new AsyncBucket<>(this, client.executor());
    }

    /** All there is: nothing, a value, or concurrent ones. */
    public Read<T> get(String key) {
        return decoded(read(of(key)));
    }

    /**
     * Writes a value that supersedes what the context covers, and stands beside everything else: {@link CausalContext#NONE} for a
     * value that nobody has read, {@link CausalContext#EVERYTHING} to overwrite whatever is there.
     */
    public Written put(String key, T value, CausalContext context) {
        Key place = of(key);
        Content.Value stored = codec.encode(value);
        return session == null
                ? client.put(place, stored, context, options)
                : SessionCalls.put(client, session, place, stored, context, options);
    }

    /** Deletes what the context covers; without one, what the coordinator sees. */
    public Written delete(String key, CausalContext context) {
        Key place = of(key);
        return session == null
                ? client.delete(place, context, options)
                : SessionCalls.delete(client, session, place, context, options);
    }

    /**
     * Reads, resolves, changes, and writes with the context of what was read; then merges with what was written meanwhile, until
     * one value stands alone. Nothing that others write is lost to it, and the change is made once.
     *
     * <p>Concurrent updates of one key each succeed; the last to merge writes the value of all. An update that fails with the
     * outcome {@code unknown} may be there or not: only a change that may be made twice (an element of a set, not a sum) can
     * simply be repeated.
     *
     * @param resolver makes one value of concurrent ones; also of this update's and what was written beside it
     * @param change of what is there, or of nothing
     * @return the value as it is stored now
     * @throws DynamoException.Unmerged when the change is stored, but stands beside others
     */
    public T update(String key, Resolver<T> resolver, Function<Optional<T>, T> change) {
        Read<T> read = get(key);
        T value = change.apply(read.resolve(resolver));
        Written written = put(key, value, read.context());
        return written.siblings() > 1 ? merged(key, resolver, value, written) : value;
    }

    /** Writes one value in the place of siblings, until none is left. */
    private T merged(String key, Resolver<T> resolver, T value, Written written) {
        T merged = value;
        Written last = written;
        try {
            for (int merges = 0; merges < MERGES_MAX; merges++) {
                Read<T> found = covering(key, last);
                merged = found.resolve(resolver).orElse(merged);
                if (!(found instanceof Read.Siblings)) {
                    return merged; // somebody else has merged them
                }
                last = put(key, merged, found.context());
                if (last.siblings() == 1) {
                    return merged;
                }
            }
        } catch (RuntimeException e) { // a resolver may throw what it likes
            DynamoException.Unmerged failure = new DynamoException.Unmerged(String.valueOf(e.getMessage()));
            failure.initCause(e);
            throw failure;
        }
        throw new DynamoException.Unmerged("others wrote each time, " + MERGES_MAX + " times");
    }

    /**
     * A read that is no older than a write; replicas that have not got it yet may answer first. What was superseded may be covered by
     * no name any more: then what all homes say is the truth.
     */
    private Read<T> covering(String key, Written written) {
        Optional<Dot> dot = Dot.parse(written.sibling());
        for (int round = 0; round < READS_MAX; round++) {
            Read<T> found = get(key);
            if (dot.map(found.context().vector()::covers).orElse(true)) {
                return found;
            }
            LockSupport.parkNanos(Backoff.nanos(round));
        }
        Read<T> all = with(usual -> usual.strict().withQuorum("all")).get(key);
        if (all.info().isOfAllHomes() && written.info().isAtHomes()) {
            return all;
        }
        throw new DynamoException.Stale("the replicas that answer lack what was just written");
    }

    private Read<Content.Value> read(Key key) {
        return session == null ? client.get(key, options) : SessionCalls.get(client, session, key, options);
    }

    private Read<T> decoded(Read<Content.Value> read) {
        try {
            return read.map(codec::decode);
        } catch (IllegalArgumentException e) {
            throw new DynamoException.Undecodable(e);
        }
    }

    private Key of(String key) {
        return new Key(name, Bytes.utf8(key));
    }
}
