package dynamo.tools.check.report;

import java.util.Locale;

/** The {@code d} of an SVG path. Made of numbers only, so it may be long and needs no escaping. */
final class PathData {
    private final StringBuilder text = new StringBuilder();

    PathData move(double x, double y) {
        return add('M', x, y);
    }

    PathData line(double x, double y) {
        return add('L', x, y);
    }

    PathData close() {
        text.append('Z');
        return this;
    }

    private PathData add(char command, double x, double y) {
        text.append(command).append(String.format(Locale.ROOT, "%.1f %.1f", x, y));
        return this;
    }

    boolean isEmpty() {
        return text.length() == 0;
    }

    String text() {
        return text.toString();
    }
}
