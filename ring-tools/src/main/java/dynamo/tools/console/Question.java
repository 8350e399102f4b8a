package dynamo.tools.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Asks a person before something is done that others will feel. */
public final class Question {
    private final InputStream in;
    private final PrintWriter err;
    private final boolean isTerminal;

    /** @param err where the question goes, for the output may be read by a script */
    public Question(InputStream in, PrintWriter err, boolean isTerminal) {
        this.in = in;
        this.err = err;
        this.isTerminal = isTerminal;
    }

    /**
     * Returns when the answer is one of those, and fails otherwise.
     *
     * @param answers the first is what is asked for
     */
    public void confirm(String what, List<String> answers) {
        if (!isTerminal) {
            throw Failure.usage("this asks before it acts, and there is no terminal to ask on", "add --yes");
        }
        err.print(what + "\nType " + answers.get(0) + " to go on: ");
        err.flush();
        if (!answers.contains(answer())) {
            throw Failure.degraded("nothing was done", "");
        }
    }

    private String answer() {
        try {
            String line = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line.strip();
        } catch (IOException e) {
            return "";
        }
    }
}
