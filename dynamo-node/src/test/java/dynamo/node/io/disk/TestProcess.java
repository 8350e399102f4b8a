package dynamo.node.io.disk;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Another process of the test's own classes, which can be killed, and what it says. */
final class TestProcess {
    private static final String SAID = "> ";

    private TestProcess() {}

    static Process start(Path temporary, Class<?> main, String... arguments) throws IOException {
        return start(List.of(), temporary, main, arguments);
    }

    static Process start(List<String> prefix, Path temporary, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                // RocksDB unpacks its library there, and a killed process leaves it.
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    static synchronized void say(String what) {
        System.out.println(SAID + what);
    }

    /** Hears what the process says until it ends, without what it logs. */
    static void listen(Process process, Consumer<String> hearer) throws IOException {
        try (BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), US_ASCII))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(SAID)) {
                    hearer.accept(line.substring(SAID.length()));
                }
            }
        }
    }
}
