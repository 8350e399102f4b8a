package dynamo.contract.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dynamo.version.Bytes;
import dynamo.version.Content;
import dynamo.version.MalformedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link SiblingsWriter} writes, and gets back the very bytes that were stored: JSON is taken as its
 * characters stand. Members it does not know are passed over, for a newer node may send them.
 */
public final class SiblingsReader {
    /** A stored value may nest as deep as {@link StrictJson} permits, and stands three levels down. */
    private static final int DEPTH_MAX = StrictJson.DEPTH_MAX + 4;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxStringLength(Integer.MAX_VALUE) // the document is bounded already
                    .build())
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final CharBuffer text;

    private SiblingsReader(CharBuffer text) {
        this.text = text;
    }

    /** @throws MalformedException for everything that is no such document */
    public static ShownRecord read(Bytes document) {
        CharBuffer text =
                StrictJson.utf8(document).orElseThrow(() -> new MalformedException("the siblings are not UTF-8"));
        try (JsonParser from = FACTORY.createParser(text.array(), 0, text.limit())) {
            if (from.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedException("siblings are a JSON object");
            }
            return new SiblingsReader(text).record(from);
        } catch (JsonProcessingException e) {
            throw StrictJson.malformed(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // reads an array: cannot happen
        }
    }

    private ShownRecord record(JsonParser from) throws IOException {
        Optional<String> context = Optional.empty();
        ImmutableList.Builder<ShownSibling> siblings = ImmutableList.builder();
        boolean hasSiblings = false;
        while (from.nextToken() == JsonToken.FIELD_NAME) {
            String name = from.currentName();
            from.nextToken();
            if (name.equals("context")) {
                context = Optional.of(string(name, from));
            } else if (name.equals("siblings") && from.currentToken() == JsonToken.START_ARRAY) {
                hasSiblings = true;
                while (from.nextToken() == JsonToken.START_OBJECT) {
                    siblings.add(sibling(from));
                }
            } else {
                from.skipChildren();
            }
        }
        if (!hasSiblings) {
            throw new MalformedException("the document has no siblings");
        }
        return new ShownRecord(context, siblings.build());
    }

    private ShownSibling sibling(JsonParser from) throws IOException {
        String id = "";
        String type = "";
        Instant modified = Instant.EPOCH;
        boolean isDeleted = false;
        Bytes value = null;
        ImmutableSortedMap<String, String> metadata = ImmutableSortedMap.of();
        while (from.nextToken() == JsonToken.FIELD_NAME) {
            String name = from.currentName();
            from.nextToken();
            switch (name) {
                case "id" -> id = string(name, from);
                case "contentType" -> type = string(name, from);
                case "modified" -> modified = instant(string(name, from));
                case "deleted" -> isDeleted = from.getBooleanValue();
                case "json" -> value = json(from);
                case "text" -> value = Bytes.utf8(string(name, from));
                case "base64" -> value = base64(string(name, from));
                case "meta" -> metadata = metadata(from);
                default -> from.skipChildren();
            }
        }
        return new ShownSibling(id, modified, content(isDeleted, value, type, metadata));
    }

    private static Content content(
            boolean isDeleted, @Nullable Bytes value, String type, ImmutableSortedMap<String, String> metadata) {
        if (isDeleted) {
            return new Content.Tombstone();
        }
        if (value == null || type.isEmpty()) {
            throw new MalformedException("a sibling is deleted, or has a type and one of json, text and base64");
        }
        return new Content.Value(value, type, metadata);
    }

    /** The characters between the value's first and last, as they stand. */
    private Bytes json(JsonParser from) throws IOException {
        int start = (int) from.currentTokenLocation().getCharOffset();
        from.skipChildren();
        from.finishToken();
        int end = (int) from.currentLocation().getCharOffset();
        return Bytes.utf8(text.subSequence(start, end).toString());
    }

    private static ImmutableSortedMap<String, String> metadata(JsonParser from) throws IOException {
        ImmutableSortedMap.Builder<String, String> found = ImmutableSortedMap.naturalOrder();
        while (from.nextToken() == JsonToken.FIELD_NAME) {
            String name = from.currentName();
            from.nextToken();
            found.put(name, string(name, from));
        }
        return found.buildOrThrow();
    }

    private static String string(String name, JsonParser from) throws IOException {
        if (from.currentToken() != JsonToken.VALUE_STRING) {
            throw new MalformedException("\"" + name + "\" is a string");
        }
        return from.getText();
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new MalformedException("\"modified\" is a time");
        }
    }

    private static Bytes base64(String text) {
        try {
            return Bytes.owning(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("\"base64\" is not base64 (RFC 4648 section 4)");
        }
    }
}
