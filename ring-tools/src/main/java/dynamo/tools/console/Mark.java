package dynamo.tools.console;

/** A state at a glance. Words always stand beside it. */
public enum Mark {
    GOOD("●", "*", "32"),
    /** Under way, or in doubt. */
    BUSY("◐", "~", "33"),
    BAD("✗", "x", "31");

    final String symbol;
    final String ascii;
    final String colour;

    Mark(String symbol, String ascii, String colour) {
        this.symbol = symbol;
        this.ascii = ascii;
        this.colour = colour;
    }

    /** The one that needs more attention. */
    public Mark worse(Mark other) {
        return compareTo(other) > 0 ? this : other;
    }
}
