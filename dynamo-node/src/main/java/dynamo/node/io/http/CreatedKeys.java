package dynamo.node.io.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dynamo.contract.Key;
import dynamo.contract.PutRequest;
import dynamo.version.Bytes;
import dynamo.version.WriteId;
import java.time.Duration;

/** Keys this node made for POSTs to a bucket; a retry of a named one gets the same. Any thread. */
final class CreatedKeys {
    /** Stands for the key not made yet in the name of the write that asks for it. */
    static final Bytes PLACE = Bytes.utf8("new");

    private static final Duration MEMORY = Duration.ofMinutes(10);
    private static final int NAMES_MAX = 100_000;

    private final TimeOrderedKeys keys = new TimeOrderedKeys();
    private final Cache<WriteId, Bytes> named = Caffeine.newBuilder()
            .expireAfterWrite(MEMORY)
            .maximumSize(NAMES_MAX)
            .executor(Runnable::run)
            .build();

    /** @param draft at {@link #PLACE}; other content under an old name is another write */
    Key keyFor(PutRequest draft) {
        Bytes key = draft.requestId().named() ? named.get(draft.writeId(), writeId -> next()) : next();
        return new Key(draft.key().bucket(), key);
    }

    private Bytes next() {
        return keys.next(System.currentTimeMillis());
    }
}
