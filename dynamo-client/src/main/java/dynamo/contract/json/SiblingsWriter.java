package dynamo.contract.json;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.google.common.io.BaseEncoding;
import dynamo.contract.Key;
import dynamo.version.Bytes;
import dynamo.version.Content;
import dynamo.version.Sibling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes siblings as JSON, each in the plainest form that keeps its bytes. */
public final class SiblingsWriter {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final DateTimeFormatter MODIFIED = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final BaseEncoding BASE64_URL = BaseEncoding.base64Url().omitPadding();

    private SiblingsWriter() {}

    /** The document that answers a read: bucket, key, context and siblings, in the order given. */
    public static Bytes document(Key key, Optional<String> context, List<Sibling> siblings) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder((int) Math.min(lengthEstimate(siblings), 1 << 20));
                JsonGenerator to = FACTORY.createGenerator(bytes)) {
            to.writeStartObject();
            to.writeStringField("bucket", key.bucket());
            writeKey(to, key.key());
            writeRecord(to, context, siblings);
            to.writeEndObject();
            to.flush();
            return Bytes.owning(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // writes to memory: cannot happen
        }
    }

    /** Bytes that a document of these siblings takes, about. */
    public static long lengthEstimate(List<Sibling> siblings) {
        long length = 4096;
        for (Sibling sibling : siblings) {
            length += 256;
            if (sibling.content() instanceof Content.Value value) {
                length += value.bytes().length() * 4L / 3;
            }
        }
        return length;
    }

    /** Member {@code key} when the key is valid UTF-8, else {@code key64}. */
    public static void writeKey(JsonGenerator to, Bytes key) throws IOException {
        Optional<CharBuffer> text = StrictJson.utf8(key);
        if (text.isPresent()) {
            to.writeStringField("key", text.get().toString());
        } else {
            to.writeStringField("key64", BASE64_URL.encode(key.toArray()));
        }
    }

    /** Members {@code context}, where there is one, and {@code siblings}. */
    public static void writeRecord(JsonGenerator to, Optional<String> context, List<Sibling> siblings)
            throws IOException {
        if (context.isPresent()) {
            to.writeStringField("context", context.get());
        }
        to.writeArrayFieldStart("siblings");
        for (Sibling sibling : siblings) {
            write(to, sibling);
        }
        to.writeEndArray();
    }

    private static void write(JsonGenerator to, Sibling sibling) throws IOException {
        to.writeStartObject();
        to.writeStringField("id", sibling.dot().id());
        if (sibling.content() instanceof Content.Value value) {
            to.writeStringField("contentType", value.contentType());
            writeModified(to, sibling);
            writeValue(to, value);
            if (!value.metadata().isEmpty()) {
                to.writeObjectFieldStart("meta");
                for (Map.Entry<String, String> entry : value.metadata().entrySet()) {
                    to.writeStringField(entry.getKey(), entry.getValue());
                }
                to.writeEndObject();
            }
        } else {
            to.writeBooleanField("deleted", true);
            writeModified(to, sibling);
        }
        to.writeEndObject();
    }

    private static void writeModified(JsonGenerator to, Sibling sibling) throws IOException {
        to.writeStringField("modified", MODIFIED.format(Instant.ofEpochMilli(sibling.modifiedMillis())));
    }

    private static void writeValue(JsonGenerator to, Content.Value value) throws IOException {
        String type = mediaType(value.contentType());
        boolean isJson = type.equals("application/json") || type.endsWith("+json");
        Optional<CharBuffer> text =
                isJson || type.startsWith("text/") ? StrictJson.utf8(value.bytes()) : Optional.empty();
        if (text.isEmpty()) {
            to.writeFieldName("base64");
            byte[] bytes = value.bytes().toArray();
            to.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, bytes, 0, bytes.length);
        } else if (isJson && StrictJson.isJson(text.get())) {
            to.writeFieldName("json");
            to.writeRawValue(text.get().array(), 0, text.get().limit());
        } else {
            to.writeFieldName("text");
            to.writeString(text.get().array(), 0, text.get().limit());
        }
    }

    /** Type and subtype, without parameters, in lower case. */
    private static String mediaType(String contentType) {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
