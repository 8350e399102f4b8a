package dynamo.node.planted;

import java.lang.instrument.Instrumentation;

/**
 * Starts a real node with a planted bug: {@code java -javaagent:planted.jar=ACK_BEFORE_FSYNC …}, where the jar holds the test
 * classes of this package and names this one as {@code Premain-Class}, with Byte Buddy on the class path.
 */
public final class PlantedAgent {
    private PlantedAgent() {}

    /** @param bugs names of {@link PlantedBug}s, separated by commas */
    public static void premain(String bugs, Instrumentation instrumentation) {
        for (String bug : bugs.split(",", -1)) {
            PlantedBug.valueOf(bug).plant(instrumentation);
        }
    }
}
