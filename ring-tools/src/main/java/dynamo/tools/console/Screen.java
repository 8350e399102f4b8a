package dynamo.tools.console;

import java.io.PrintWriter;

/** Shows one text after the other in the same place of a terminal. */
public final class Screen {
    private static final String HOME = "\u001b[H";
    private static final String CLEAR = "\u001b[2J";
    private static final String CLEAR_REST_OF_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    private final PrintWriter out;
    private boolean isFirst = true;

    public Screen(PrintWriter out) {
        this.out = out;
    }

    /** Overwrites line by line, for a screen that is cleared first flickers. */
    public void show(String text) {
        out.print(isFirst ? HOME + CLEAR : HOME);
        isFirst = false;
        out.print(text.replace("\n", CLEAR_REST_OF_LINE + "\n"));
        out.print(CLEAR_BELOW);
        out.flush();
    }
}
