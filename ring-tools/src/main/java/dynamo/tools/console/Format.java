package dynamo.tools.console;

/** The form of what a command prints. */
public enum Format {
    /** For people. */
    TABLE,
    /** For people with room. */
    WIDE,
    /** The admin port's own document. */
    JSON,
    /** For scripts: a line that names the columns, then the rows, separated by tabs. */
    TSV;

    public boolean isForPeople() {
        return this == TABLE || this == WIDE;
    }
}
