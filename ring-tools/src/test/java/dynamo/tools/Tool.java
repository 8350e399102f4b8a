package dynamo.tools;

import com.google.common.collect.ImmutableMap;
import dynamo.tools.command.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs {@code ring} within the test, and keeps what it said. */
public final class Tool {
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<Duration> pauses = new ArrayList<>();
    private byte[] in = new byte[0];
    private boolean isTerminal;
    private int looks = 1;
    private Runnable betweenLooks = () -> {};

    /** All three descriptors are a terminal. */
    public Tool onTerminal() {
        isTerminal = true;
        return this;
    }

    public Tool with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    public Tool typing(String text) {
        return sending(text.getBytes(StandardCharsets.UTF_8));
    }

    public Tool sending(byte[] bytes) {
        in = bytes;
        return this;
    }

    /** How often a command that watches looks before it is ended. */
    public Tool looking(int times, Runnable between) {
        looks = times;
        betweenLooks = between;
        return this;
    }

    /** @return the exit code */
    public int run(String... arguments) {
        out.reset();
        err.reset();
        Surroundings surroundings = new Surroundings(
                ImmutableMap.copyOf(environment),
                new ByteArrayInputStream(in),
                out,
                new PrintWriter(out, false, StandardCharsets.UTF_8),
                new PrintWriter(err, true, StandardCharsets.UTF_8),
                isTerminal,
                isTerminal,
                length -> {
                    pauses.add(length);
                    betweenLooks.run();
                    return pauses.size() < looks;
                });
        return RingTools.run(surroundings, arguments);
    }

    public String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    public byte[] outBytes() {
        return out.toByteArray();
    }

    public String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    public List<Duration> pauses() {
        return pauses;
    }
}
