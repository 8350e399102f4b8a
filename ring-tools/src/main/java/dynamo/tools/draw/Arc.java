package dynamo.tools.draw;

import java.util.Locale;

/**
 * A slice of a band around a point.
 *
 * @param from and {@code to}: turns, clockwise from the top
 */
record Arc(double x, double y, double inner, double outer, double from, double to) {

    String path() {
        int isLarge = to - from > 0.5 ? 1 : 0;
        return String.format(
                Locale.ROOT,
                "M%.2f,%.2fA%.1f,%.1f 0 %d 1 %.2f,%.2fL%.2f,%.2fA%.1f,%.1f 0 %d 0 %.2f,%.2fZ",
                px(outer, from),
                py(outer, from),
                outer,
                outer,
                isLarge,
                px(outer, to),
                py(outer, to),
                px(inner, to),
                py(inner, to),
                inner,
                inner,
                isLarge,
                px(inner, from),
                py(inner, from));
    }

    double middleX() {
        return px((inner + outer) / 2, (from + to) / 2);
    }

    double middleY() {
        return py((inner + outer) / 2, (from + to) / 2);
    }

    /** At the middle of the band. */
    double length() {
        return Math.PI * (inner + outer) * (to - from);
    }

    private double px(double radius, double turn) {
        return x + radius * Math.sin(2 * Math.PI * turn);
    }

    private double py(double radius, double turn) {
        return y - radius * Math.cos(2 * Math.PI * turn);
    }
}
