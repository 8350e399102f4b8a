package dynamo.node.boot;

import java.util.Collection;

/** What somebody who wrote an unknown name may have meant. */
final class Suggestion {

    private static final int EDITS_MAX = 4;

    private Suggestion() {}

    /** {@code ; did you mean x?}, or nothing when no known name is near. */
    static String of(String unknown, Collection<String> known) {
        String best = "";
        int bestEdits = Math.min(EDITS_MAX, unknown.length() / 2) + 1;
        for (String each : known) {
            int edits = each.endsWith("." + unknown) ? 0 : edits(unknown, each);
            if (edits < bestEdits) {
                bestEdits = edits;
                best = each;
            }
        }
        return best.isEmpty() ? "" : "; did you mean " + best + "?";
    }

    /** Levenshtein's distance, one row at a time. */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
