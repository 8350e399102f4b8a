package dynamo.tools.check.report;

import dynamo.tools.check.Call.Result;

/**
 * Colours that people with any kind of colour blindness tell apart (Okabe and Ito). None stands alone: lanes have names,
 * results have textures, percentiles have strokes of their own.
 */
final class Colours {
    private static final String[] KINDS = {
        "#0072b2", "#e69f00", "#009e73", "#f0e442", "#d55e00", "#56b4e9", "#cc79a7", "#8a8a8a"
    };
    /** Whether black letters can be read on it; white ones on the others. */
    private static final boolean[] IS_LIGHT = {false, true, false, true, false, true, true, true};

    private Colours() {}

    static String kind(int index) {
        return KINDS[index % KINDS.length];
    }

    /** The class of letters on it. */
    static String letters(int index) {
        return IS_LIGHT[index % IS_LIGHT.length] ? "dark" : "light";
    }

    static String of(Result result) {
        return switch (result) {
            case OK -> "#56b4e9";
            case NOT_APPLIED -> "#e69f00";
            case UNKNOWN -> "#cc79a7";
            case FAILED -> "#d55e00";
        };
    }

    /** Path data within 6 by 6; empty: plain. */
    static String texture(Result result) {
        return switch (result) {
            case OK -> "";
            case NOT_APPLIED -> "M-1 1L1 -1M0 6L6 0M5 7L7 5";
            case UNKNOWN -> "M0 3H6";
            case FAILED -> "M0 3H6M3 0V6";
        };
    }
}
