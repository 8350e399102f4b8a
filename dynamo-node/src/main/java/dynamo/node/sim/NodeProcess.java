package dynamo.node.sim;

import static dynamo.node.sim.SimFailure.check;

import dynamo.node.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** One run of a node's program on its machine: loop, port, open disk, and the requests clients wait for. */
final class NodeProcess {
    /** What a request may take beyond its timeout, in time in which its node is awake: a standstill or two. */
    private static final Duration SLACK = Duration.ofMillis(250);

    private final String name;
    private final SimLoop loop;
    private final SimStorage storage;
    private final Port port;
    private final Node node;
    private final Set<Call<?>> calls = new LinkedHashSet<>();

    NodeProcess(String name, SimLoop loop, SimStorage storage, Port port, Node node) {
        this.name = name;
        this.loop = loop;
        this.storage = storage;
        this.port = port;
        this.node = node;
    }

    SimLoop loop() {
        return loop;
    }

    SimStorage storage() {
        return storage;
    }

    Port port() {
        return port;
    }

    Node node() {
        return node;
    }

    /** Hands a request to the node, as its HTTP server would; it must be answered once, and in time. */
    <T> void call(BiConsumer<Node, Consumer<T>> request, Duration timeout, Consumer<Ending<T>> ended) {
        Call<T> call = new Call<>(ended);
        calls.add(call);
        loop.execute(() -> {
            request.accept(node, call::answer);
            loop.after(
                    timeout,
                    () -> loop.after(SLACK, () -> check(call.ended, "deadline", "%s: no answer in %s", name, timeout)));
        });
    }

    void end() {
        loop.stop();
        storage.crash();
        new ArrayList<>(calls).forEach(Call::lose);
    }

    private final class Call<T> {
        private final Consumer<Ending<T>> to;
        private boolean ended;

        Call(Consumer<Ending<T>> to) {
            this.to = to;
        }

        void answer(T result) {
            check(!ended, "answered-twice", "%s answers again: %s", name, result);
            end(new Ending.Answered<>(result));
        }

        void lose() {
            end(new Ending.Lost<>());
        }

        private void end(Ending<T> ending) {
            ended = true;
            calls.remove(this);
            to.accept(ending);
        }
    }
}
