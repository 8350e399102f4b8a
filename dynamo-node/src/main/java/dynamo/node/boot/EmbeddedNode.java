package dynamo.node.boot;

import com.google.common.collect.ImmutableList;
import java.time.Duration;

/**
 * A whole node inside this process, for tests of applications: a cluster of one that keeps everything in memory, listens on free
 * ports of the loopback interface, and is gone when it is closed. It speaks HTTP as any node does, so what is tested is what runs.
 *
 * <pre>{@code
 * try (EmbeddedNode node = EmbeddedNode.start();
 *         DynamoClient client = DynamoClient.builder().seeds(node.address()).build()) {
 *     client.bucket("greetings", Codec.text()).put("world", "hello", CausalContext.NONE);
 * }
 * }</pre>
 *
 * <p>Threading: any; each node has threads of its own.
 */
public final class EmbeddedNode implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ImmutableList<Raw> SETTINGS = ImmutableList.of(
            setting("storage.kind", "memory"),
            setting("http.data.port", "0"),
            setting("http.admin.port", "0"),
            setting("peer.port", "0"));

    private final RunningNode running;

    private EmbeddedNode(RunningNode running) {
        this.running = running;
    }

    private static Raw setting(String key, String text) {
        return new Raw(key, text, "embedded");
    }

    /**
     * Returns when it serves.
     *
     * @throws IllegalStateException when it cannot
     */
    public static EmbeddedNode start() {
        Ending ending = new Ending(
                System.err,
                code -> {
                    throw new IllegalStateException("an embedded node cannot go on: exit code " + code);
                },
                () -> {});
        RunningNode running;
        try {
            running = RunningNode.start(BootConfig.of(Settings.of(SETTINGS)), ending);
        } catch (ConfigException | StartException e) {
            throw new IllegalStateException("an embedded node does not start: " + e.getMessage(), e);
        }
        EmbeddedNode node = new EmbeddedNode(running);
        if (!running.awaitReady(PATIENCE)) {
            node.close();
            throw new IllegalStateException("an embedded node does not serve after " + PATIENCE.toSeconds() + " s");
        }
        return node;
    }

    /** Where clients connect: {@code host:port}. */
    public String address() {
        return running.listening().data().toString();
    }

    /** Where operators look: {@code host:port}. */
    public String adminAddress() {
        return running.listening().admin().toString();
    }

    @Override
    public void close() {
        running.close();
    }
}
