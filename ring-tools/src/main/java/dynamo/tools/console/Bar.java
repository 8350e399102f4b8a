package dynamo.tools.console;

/** A bar as long as a part of a whole. */
public final class Bar {
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

    private Bar() {}

    /** How far something is, in a frame: what is left shows too. */
    public static String progress(double part, int width, Paint paint) {
        int full = (int) Math.round(clamped(part) * width);
        return paint.isUnicode()
                ? "█".repeat(full) + "░".repeat(width - full)
                : "[" + "#".repeat(full) + ".".repeat(width - full) + "]";
    }

    /** How much something is, to an eighth of a character. */
    public static String length(double part, int width, Paint paint) {
        double cells = clamped(part) * width;
        if (!paint.isUnicode()) {
            return "#".repeat((int) Math.round(cells));
        }
        int eighths = (int) Math.round(cells * 8);
        String rest = eighths % 8 == 0 ? "" : EIGHTHS.substring(eighths % 8, eighths % 8 + 1);
        return "█".repeat(eighths / 8) + rest;
    }

    private static double clamped(double part) {
        return Math.max(0, Math.min(1, part));
    }
}
