package dynamo.node.boot;

import ch.qos.logback.classic.Level;
import dynamo.node.boot.Catalogue.LogLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How much the log says. Libraries say no more than warnings, whatever is asked for. */
final class Logging {

    private static final String OURS = "dynamo";

    private Logging() {}

    /** Before the first logger is made: the pattern is read once. */
    static void set(LogLevel level) {
        System.setProperty("dynamo.trace.lines", level == LogLevel.DEBUG ? "full" : "0");
        Logger ours = LoggerFactory.getLogger(OURS);
        if (ours instanceof ch.qos.logback.classic.Logger configurable) {
            configurable.setLevel(Level.toLevel(level.name()));
        }
    }
}
