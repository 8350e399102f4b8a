package dynamo.node.io.http;

import dynamo.version.Bytes;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of one request. Each is taken by the one who knows it; what nobody takes is refused, for a misspelt
 * {@code sloppy} must not pass for none.
 */
final class Query {
    private static final int PARAMETERS_MAX = 32;

    private final Map<String, Bytes> left = new LinkedHashMap<>();

    /** @param raw as it follows the question mark; {@code +} is a blank, as forms and libraries write it */
    Query(String raw) {
        int from = 0;
        while (from < raw.length()) {
            int end = raw.indexOf('&', from);
            end = end < 0 ? raw.length() : end;
            if (end > from) {
                add(raw.substring(from, end));
            }
            from = end + 1;
        }
    }

    private void add(String part) {
        int equals = part.indexOf('=');
        String name = decode(equals < 0 ? part : part.substring(0, equals)).asUtf8();
        Bytes value = decode(equals < 0 ? "" : part.substring(equals + 1));
        if (left.size() == PARAMETERS_MAX) {
            throw Refusal.badRequest("more than " + PARAMETERS_MAX + " query parameters");
        }
        if (left.put(name, value) != null) {
            throw Refusal.badRequest("query parameter " + printable(name) + " is given twice");
        }
    }

    private static Bytes decode(String text) {
        try {
            return Percent.decode(text, true);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("in the query " + e.getMessage());
        }
    }

    Optional<Bytes> takeBytes(String name) {
        return Optional.ofNullable(left.remove(name));
    }

    Optional<String> take(String name) {
        return takeBytes(name).map(Bytes::asUtf8);
    }

    /** A parameter that takes one of a few words. */
    Optional<String> take(String name, String... allowed) {
        Optional<String> value = take(name);
        if (value.isPresent() && !Arrays.asList(allowed).contains(value.get())) {
            throw Refusal.badRequest("query parameter " + name + " is one of " + String.join(", ", allowed));
        }
        return value;
    }

    /** Ends the taking. */
    void end() {
        for (String name : left.keySet()) {
            throw Refusal.badRequest("query parameter " + printable(name) + " is not known here");
        }
    }

    private static String printable(String name) {
        String cut = name.length() > 64 ? name.substring(0, 64) : name;
        return '"' + cut.replaceAll("[^ -~]", "?") + '"';
    }
}
