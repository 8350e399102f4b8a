package dynamo.tools.command;

import dynamo.tools.console.Format;
import dynamo.tools.console.Listing;

/**
 * What a command found, in every form it may be asked for.
 *
 * @param page for people
 * @param tsv for scripts
 * @param json the admin port's own document
 * @param brief the same in a line, for a log that is watched
 * @param exit how the command ends if this is the last look
 * @param isOver whether a command that watches has seen what it waited for
 */
public record Sight(String page, String tsv, String json, String brief, int exit, boolean isOver) {

    public Sight(String page, Listing rows, String json, String brief, int exit) {
        this(page, rows.tsv(), json, brief, exit, false);
    }

    /** The same text in every form. */
    public static Sight verbatim(String text, int exit) {
        return new Sight(text, text, text, text.strip(), exit, true);
    }

    String in(Format format) {
        return switch (format) {
            case TABLE, WIDE -> page;
            case TSV -> tsv;
            case JSON -> json.endsWith("\n") ? json : json + "\n";
        };
    }
}
