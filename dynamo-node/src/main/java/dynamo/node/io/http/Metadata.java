package dynamo.node.io.http;

import com.google.common.collect.ImmutableSortedMap;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The user's own headers, {@code Dynamo-Meta-*}: what one may be, and how much. */
final class Metadata {
    /** Of all names, without the prefix, and values together. */
    static final int BYTES_MAX = 2 * 1024;

    private static final String MARKS = "!#$%&'*+-.^_`|~";

    private final Map<String, String> found = new TreeMap<>();
    private int bytes;

    private Metadata() {}

    static ImmutableSortedMap<String, String> of(HttpHeaders headers) {
        Metadata metadata = new Metadata();
        Iterator<Map.Entry<CharSequence, CharSequence>> lines = headers.iteratorCharSequence();
        while (lines.hasNext()) {
            Map.Entry<CharSequence, CharSequence> line = lines.next();
            if (isMeta(line.getKey())) {
                String name = line.getKey().toString().substring(Headers.META_PREFIX.length());
                metadata.add(name, line.getValue().toString());
            }
        }
        return ImmutableSortedMap.copyOf(metadata.found);
    }

    /** Metadata that came in an envelope; it must fit into headers too, for that is how it is returned. */
    static ImmutableSortedMap<String, String> of(Map<String, String> members) {
        Metadata metadata = new Metadata();
        members.forEach(metadata::add);
        return ImmutableSortedMap.copyOf(metadata.found);
    }

    private static boolean isMeta(CharSequence name) {
        int length = Headers.META_PREFIX.length();
        if (name.length() < length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = name.charAt(i);
            if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != Headers.META_PREFIX.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void add(String rawName, String value) {
        String name = rawName.toLowerCase(Locale.ROOT);
        if (!isToken(name)) {
            throw Refusal.badRequest("the name of metadata is a header name: A-Z a-z 0-9 " + MARKS);
        }
        if (!isValue(value)) {
            throw Refusal.badRequest("metadata " + name + " is no header value: visible ISO-8859-1, blanks within");
        }
        bytes += name.length() + value.length();
        if (bytes > BYTES_MAX) {
            throw Refusal.of(431, "metadata has more than " + BYTES_MAX + " bytes");
        }
        if (found.put(name, value) != null) {
            throw Refusal.badRequest("metadata " + name + " is given twice");
        }
    }

    static boolean isToken(String name) {
        return !name.isEmpty()
                && name.chars()
                        .allMatch(c -> c >= 'a' && c <= 'z'
                                || c >= 'A' && c <= 'Z'
                                || c >= '0' && c <= '9'
                                || MARKS.indexOf(c) >= 0);
    }

    /** Whether this can be the value of a header and comes back the same. */
    static boolean isValue(String value) {
        boolean hasBlankEnd =
                !value.isEmpty() && (isBlank(value.charAt(0)) || isBlank(value.charAt(value.length() - 1)));
        return !hasBlankEnd && value.chars().allMatch(c -> c == '\t' || c >= ' ' && c != 0x7f && c <= 0xff);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
