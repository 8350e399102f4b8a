package dynamo.node.boot;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntConsumer;

/**
 * Ends a process whose node cannot go on: at once, without another answer to anybody, after one line for the operator.
 *
 * <p>Threading: any thread.
 */
final class Ending {

    private final PrintStream err;
    private final IntConsumer halt;
    private final Runnable drain;

    /**
     * @param halt ends the process with the code given; does not return
     * @param drain ends it after it has answered what is in flight
     */
    Ending(PrintStream err, IntConsumer halt, Runnable drain) {
        this.err = err;
        this.halt = halt;
        this.drain = drain;
    }

    /** The program did what it must not: nothing in memory can be trusted. The trace goes into a file of its own. */
    void onBug(Throwable bug) {
        err.println("dynamo-node: a fault in this program ended it: " + bug + details(bug));
        halt.accept(Exit.BUG.code());
    }

    /** A write or an fsync failed: what it was for may be on disk or not, and nothing is acknowledged any more. */
    void onDiskFailure() {
        err.println("dynamo-node: the disk failed; this node stops, and recovers from its log when started again");
        halt.accept(Exit.DISK.code());
    }

    /** An operator asked for it: what is in flight is answered first, by the hook that SIGTERM runs too. */
    void onDrain() {
        new Thread(drain, "drain").start();
    }

    private static String details(Throwable bug) {
        try {
            Path file = Files.createTempFile("dynamo-bug-", ".txt");
            try (PrintWriter writer = new PrintWriter(Files.newBufferedWriter(file))) {
                bug.printStackTrace(writer);
            }
            return " (details in " + file + ")";
        } catch (IOException e) {
            return "";
        }
    }
}
