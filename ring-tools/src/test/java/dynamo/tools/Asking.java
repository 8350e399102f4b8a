package dynamo.tools;

import java.util.ArrayList;
import java.util.List;

/** {@code ring} and one admin port to ask. */
public final class Asking implements AutoCloseable {
    public final StubPort node = new StubPort();
    public final Tool ring = new Tool();

    /** @return the exit code of {@code ring LINE --node NODE} */
    public int run(String line) {
        return run(line.split(" "));
    }

    public int run(String... words) {
        List<String> arguments = new ArrayList<>(List.of(words));
        arguments.add("--node");
        arguments.add(node.address());
        return ring.run(arguments.toArray(String[]::new));
    }

    public String out() {
        return ring.out();
    }

    public String err() {
        return ring.err();
    }

    @Override
    public void close() {
        node.close();
    }
}
