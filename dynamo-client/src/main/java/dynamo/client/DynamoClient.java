package dynamo.client;

import com.google.common.collect.ImmutableList;
import dynamo.contract.Key;
import dynamo.version.Content;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * A client of the cluster, which waits for each answer. {@link Bucket} is the usual way to work with values; the calls here take and
 * give bytes as they are stored.
 *
 * <pre>{@code
 * try (DynamoClient client = DynamoClient.builder().seeds("127.0.0.1:8080", "127.0.0.1:8081").build()) {
 *     Bucket<String> greetings = client.bucket("greetings", Codec.text());
 *     greetings.put("world", "hello", CausalContext.NONE);
 *     Read<String> read = greetings.get("world");
 *     if (read instanceof Read.Siblings<String> siblings) {
 *         String longest = read.resolve(Resolver.max()).orElseThrow();
 *         greetings.put("world", longest, siblings.context());
 *     }
 * }
 * }</pre>
 *
 * <p>Failure: every call throws {@link DynamoException}, and {@link IllegalArgumentException} for what no node would take.
 * Threading: any number of threads may share a client; each call uses a connection of its own.
 */
public final class DynamoClient implements AutoCloseable {
    public static final int PORT_DEFAULT = 8080;

    private final ClientConfig config;
    private final Tries tries;

    private DynamoClient(ClientConfig config) {
        this.config = config;
        tries = new Tries(config);
    }

    /** With everything as it is by default. Opens no connection yet. */
    public static DynamoClient connect(List<NodeAddress> seeds) {
        return builder().seeds(seeds).build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Values of one bucket in one form. */
    public <T> Bucket<T> bucket(String name, Codec<T> codec) {
        return new Bucket<>(this, name, codec, CallOptions.DEFAULT, null);
    }

    /** What one user sees, so that it does not see less later; see {@link Bucket#in}. */
    public Session session() {
        return new Session();
    }

    public Read<Content.Value> get(Key key) {
        return get(key, CallOptions.DEFAULT);
    }

    public Read<Content.Value> get(Key key, CallOptions options) {
        return get(key, options, "");
    }

    Read<Content.Value> get(Key key, CallOptions options, String first) {
        HttpRequest request = Requests.get(key, options);
        return Answers.read(tries.send(new Call("get", key, request, options.timeout(), first)));
    }

    /** One sibling by its name, as a read of many showed it. Comes without a context. */
    public Read<Content.Value> getSibling(Key key, String sibling, CallOptions options) {
        HttpRequest request = Requests.getSibling(key, sibling, options);
        return Answers.read(tries.send(new Call("get", key, request, options.timeout(), "")));
    }

    public Written put(Key key, Content.Value value, CausalContext context) {
        return put(key, value, context, CallOptions.DEFAULT);
    }

    public Written put(Key key, Content.Value value, CausalContext context, CallOptions options) {
        return Answers.written(put(key, value, context, options, false));
    }

    /** @param returnsBody whether the answer shows, and its context covers, all that was made */
    HttpAnswer put(Key key, Content.Value value, CausalContext context, CallOptions options, boolean returnsBody) {
        HttpRequest request = Requests.put(key, value, context, options, returnsBody);
        return tries.send(new Call("put", key, request, options.timeout(), ""));
    }

    /** Without a context it supersedes what the coordinator sees. */
    public Written delete(Key key, CausalContext context) {
        return delete(key, context, CallOptions.DEFAULT);
    }

    public Written delete(Key key, CausalContext context, CallOptions options) {
        HttpRequest request = Requests.delete(key, context, options);
        return Answers.written(tries.send(new Call("delete", key, request, options.timeout(), "")));
    }

    Executor executor() {
        return config.executor();
    }

    /** Calls that threads wait for end as they would; asynchronous ones fail. Nothing that was written is undone. */
    @Override
    public void close() {
        tries.close();
        if (config.executor() instanceof CallThreads own) {
            own.close();
        }
    }

    /** Collects how a client is to behave. Not for several threads. */
    public static final class Builder {
        private static final Duration TRY_TIMEOUT = Duration.ofSeconds(2);
        private static final int ROUNDS = 8;

        private ImmutableList<NodeAddress> seeds = ImmutableList.of();
        private Duration tryTimeout = TRY_TIMEOUT;
        private int rounds = ROUNDS;
        private boolean isRouting = true;
        private boolean isHedging = true;
        private Executor executor = new CallThreads();
        private CallListener listener = report -> {};

        private Builder() {}

        /** Data ports of nodes, all of them if they are few: requests go to these and no others. */
        public Builder seeds(Collection<NodeAddress> nodes) {
            seeds = ImmutableList.copyOf(nodes);
            return this;
        }

        /** Each {@code host:port}, or {@code host} for port {@value #PORT_DEFAULT}. */
        public Builder seeds(String... nodes) {
            return seeds(List.of(nodes).stream()
                    .map(node -> NodeAddress.parse(node, PORT_DEFAULT))
                    .toList());
        }

        /** After which a silent node is passed over and the next one asked; 2 s. */
        public Builder tryTimeout(Duration wanted) {
            tryTimeout = wanted;
            return this;
        }

        /**
         * How often all nodes are asked before a call fails for want of an answer, with pauses between that grow; 8 times, as long
         * as its time lasts and repetitions are few among all calls.
         */
        public Builder rounds(int wanted) {
            if (wanted < 1) {
                throw new IllegalArgumentException("a call asks at least once");
            }
            rounds = wanted;
            return this;
        }

        /** Whether requests go to homes of their key first; they do. */
        public Builder routing(boolean wanted) {
            isRouting = wanted;
            return this;
        }

        /** Whether a read that takes long is also sent to a second node; it is, for at most one read in twenty. */
        public Builder hedging(boolean wanted) {
            isHedging = wanted;
            return this;
        }

        /** Where asynchronous calls wait for their answers; threads of the client's own, at most 64, when not given. */
        public Builder executor(Executor wanted) {
            executor = wanted;
            return this;
        }

        public Builder listener(CallListener wanted) {
            listener = wanted;
            return this;
        }

        /** Opens no connection yet. */
        public DynamoClient build() {
            if (seeds.isEmpty()) {
                throw new IllegalArgumentException("a client wants at least one seed");
            }
            return new DynamoClient(
                    new ClientConfig(seeds, tryTimeout, rounds, isRouting, isHedging, executor, listener));
        }
    }
}
