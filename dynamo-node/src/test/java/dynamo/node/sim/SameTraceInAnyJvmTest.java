package dynamo.node.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A seed leaves one trace, whatever identity hashes, compiler, heap, locale, time zone and file encoding a JVM has. */
class SameTraceInAnyJvmTest {
    private static final int SEEDS = 4;

    /** Prints the traces; its own JVM runs it. */
    static final class Traces {
        private Traces() {}

        public static void main(String[] arguments) {
            System.out.print(text());
        }

        static String text() {
            StringBuilder text = new StringBuilder();
            for (long seed = 1; seed <= SEEDS; seed++) {
                Report report = Simulation.run(new Seed(seed));
                text.append(Long.toHexString(report.traceHash()))
                        .append(' ')
                        .append(report.events())
                        .append(' ')
                        .append(report.counts())
                        .append('\n');
            }
            return text.toString();
        }
    }

    @Test
    void a_seed_leaves_the_same_trace_in_a_jvm_unlike_this_one() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:+UnlockExperimentalVMOptions",
                "-XX:hashCode=1",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:ActiveProcessorCount=1",
                "-Xmx300m",
                "-Xshare:off",
                "-Duser.timezone=Asia/Tokyo",
                "-Duser.language=tr",
                "-Dfile.encoding=ISO-8859-9"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Traces.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(printed).isZero();
        assertThat(printed).isEqualTo(Traces.text());
    }
}
