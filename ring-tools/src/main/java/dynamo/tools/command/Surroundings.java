package dynamo.tools.command;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where the tool runs.
 *
 * @param bytes the standard output, for values that are no text; {@code out} writes there too
 * @param pause between two looks
 */
public record Surroundings(
        ImmutableMap<String, String> environment,
        InputStream in,
        OutputStream bytes,
        PrintWriter out,
        PrintWriter err,
        boolean isInTerminal,
        boolean isOutTerminal,
        Pause pause) {

    private static final int COLUMNS_DEFAULT = 80;

    /** Time goes by. */
    public interface Pause {
        /** @return whether to go on */
        boolean pause(Duration length) throws InterruptedException;
    }

    /** Of this process. Text is UTF-8, whatever Java takes for the default: terminals are. */
    public static Surroundings ofProcess() {
        PrintStream out = System.out;
        return new Surroundings(
                ImmutableMap.copyOf(System.getenv()),
                System.in,
                out,
                new PrintWriter(out, false, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                isTerminal(0),
                isTerminal(1),
                length -> {
                    Thread.sleep(length.toMillis());
                    return true;
                });
    }

    /**
     * The launcher tells which descriptors are terminals; else Linux does. Java itself tells only where input and output
     * are both one, which {@code ring put ... < file} is not.
     */
    private static boolean isTerminal(int descriptor) {
        String told = System.getenv("RING_TERMINALS");
        if (told != null) {
            return told.contains(Integer.toString(descriptor));
        }
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    public int columns() {
        return size("COLUMNS").orElse(COLUMNS_DEFAULT);
    }

    /** Lines of the terminal; empty when nobody told. */
    public Optional<Integer> lines() {
        return size("LINES");
    }

    private Optional<Integer> size(String name) {
        return variable(name).filter(value -> value.matches("[1-9][0-9]{1,3}")).map(Integer::valueOf);
    }

    /** Only a locale that is told, and is not UTF-8, keeps us to ASCII: containers have none, and show UTF-8 well. */
    boolean isUnicode() {
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            Optional<String> locale = variable(name);
            if (locale.isPresent()) {
                return locale.get().matches("(?i).*utf-?8.*");
            }
        }
        return true;
    }

    /** For tests and for what calls this program from within. */
    public Surroundings with(Map<String, String> variables) {
        return new Surroundings(
                ImmutableMap.copyOf(variables), in, bytes, out, err, isInTerminal, isOutTerminal, pause);
    }
}
