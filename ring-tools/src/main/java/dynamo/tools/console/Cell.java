package dynamo.tools.console;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * One value of a row.
 *
 * @param shown to people, coloured perhaps
 * @param raw for scripts: digits without separators or units
 */
public record Cell(String shown, String raw) {

    /** Nothing to say. */
    public static final Cell NONE = new Cell("-", "");

    public static Cell of(String text) {
        return new Cell(text, Paint.plain(text));
    }

    /** Dressed for people. */
    public static Cell of(String shown, String raw) {
        return new Cell(shown, raw);
    }

    public static Cell count(long number) {
        return new Cell(Quantity.count(number), Long.toString(number));
    }

    /** A number that names something, and counts nothing. */
    public static Cell name(long number) {
        return Cell.of(Long.toString(number));
    }

    public static Cell percent(double part) {
        return new Cell(Quantity.percent(part), decimal(part));
    }

    public static Cell decimal(double number, int digits) {
        return new Cell(String.format(Locale.ROOT, "%." + digits + "f", number), decimal(number));
    }

    public static Cell bytes(long bytes) {
        return new Cell(Quantity.bytes(bytes), Long.toString(bytes));
    }

    /** How long ago, in milliseconds for scripts. */
    public static Cell ago(Optional<Duration> ago) {
        return ago.map(length -> new Cell(Quantity.duration(length) + " ago", Long.toString(length.toMillis())))
                .orElse(new Cell("never", ""));
    }

    private static String decimal(double number) {
        return String.format(Locale.ROOT, "%.6f", number).replaceAll("\\.?0+$", "");
    }
}
