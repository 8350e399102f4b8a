package dynamo.tools.check.report;

import dynamo.tools.check.Span;
import java.util.Locale;

/** Numbers as the report shows them. */
final class Figures {
    private Figures() {}

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String count(long number, String noun) {
        return count(number) + " " + noun + (number == 1 ? "" : "s");
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos / 1e6);
    }

    /** Of a latency, with its unit. */
    static String latency(long micros) {
        return micros < 1_000_000 ? plain(micros / 1e3) + " ms" : plain(micros / 1e6) + " s";
    }

    /** At most two decimals, and none that are zero. */
    static String plain(double number) {
        return number >= 100
                ? String.format(Locale.ROOT, "%,.0f", number)
                : String.format(Locale.ROOT, "%.2f", number).replaceAll("\\.?0+$", "");
    }

    /** "12.3 s". */
    static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }

    static String span(Span span) {
        return seconds(span.begin()) + " to " + seconds(span.end()) + " (" + seconds(span.nanos()) + ")";
    }

    /** "1:05", "1:00:05". */
    static String clock(long seconds) {
        return seconds < 3_600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3_600, seconds / 60 % 60, seconds % 60);
    }
}
