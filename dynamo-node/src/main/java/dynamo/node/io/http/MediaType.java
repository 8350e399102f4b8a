package dynamo.node.io.http;

import dynamo.contract.json.JsonEnvelope;
import dynamo.version.Content;
import java.util.Locale;

/** What a client says its value is. It is stored as said; only the envelope is looked into. */
final class MediaType {
    /** Each character takes two bytes at most. */
    private static final int CHARS_MAX = Content.TYPE_BYTES_MAX / 2;

    static final String DEFAULT = "application/octet-stream";

    private MediaType() {}

    static String checked(String type) {
        if (type.isEmpty() || type.length() > CHARS_MAX || !Metadata.isValue(type)) {
            throw Refusal.badRequest("a content type is a header value of 1 to " + CHARS_MAX + " characters");
        }
        return type;
    }

    static boolean isEnvelope(String type) {
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().equalsIgnoreCase(JsonEnvelope.MEDIA_TYPE);
    }

    /** JSON is UTF-8 (RFC 8259 section 8.1). */
    static void checkCharset(String type) {
        for (String parameter : type.toLowerCase(Locale.ROOT).split(";", -1)) {
            String text = parameter.strip().replace("\"", "");
            if (text.startsWith("charset=") && !text.equals("charset=utf-8")) {
                throw Refusal.of(415, "an envelope is UTF-8");
            }
        }
    }
}
