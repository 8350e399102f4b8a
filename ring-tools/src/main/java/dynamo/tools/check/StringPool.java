package dynamo.tools.check;

import java.util.HashMap;
import java.util.Map;

/** Equal strings once only: an id stands in many lines. Bounded: long ones and those beyond a million stay as they are. */
final class StringPool {
    private static final int STRINGS_MAX = 1_000_000;
    private static final int CHARS_MAX = 64;

    private final Map<String, String> known = new HashMap<>();

    String pooled(String text) {
        if (text.length() > CHARS_MAX || known.size() >= STRINGS_MAX) {
            return known.getOrDefault(text, text);
        }
        String before = known.putIfAbsent(text, text);
        return before == null ? text : before;
    }
}
