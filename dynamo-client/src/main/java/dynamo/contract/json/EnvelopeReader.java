package dynamo.contract.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.google.common.collect.ImmutableMap;
import dynamo.version.Bytes;
import dynamo.version.MalformedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one {@link JsonEnvelope}. */
final class EnvelopeReader {
    private static final int METADATA_MAX = 256;

    private CharBuffer text = CharBuffer.allocate(0);
    private @Nullable Bytes value;
    private String defaultType = "";
    private Optional<String> contentType = Optional.empty();
    private Optional<String> context = Optional.empty();
    private ImmutableMap<String, String> metadata = ImmutableMap.of();

    JsonEnvelope read(Bytes body) {
        text = StrictJson.utf8(body).orElseThrow(() -> new MalformedException("the envelope is not UTF-8"));
        try (JsonParser from = StrictJson.parser(text)) {
            if (from.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedException("an envelope is a JSON object");
            }
            while (from.nextToken() == JsonToken.FIELD_NAME) {
                String name = from.currentName();
                from.nextToken();
                member(name, from);
            }
            if (from.nextToken() != null) {
                throw new MalformedException("something follows the envelope");
            }
        } catch (JsonProcessingException e) {
            throw StrictJson.malformed(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // reads an array: cannot happen
        }
        if (value == null) {
            throw new MalformedException("an envelope has one of json, text and base64");
        }
        return new JsonEnvelope(value, contentType.orElse(defaultType), context, metadata);
    }

    private void member(String name, JsonParser from) throws IOException {
        switch (name) {
            case "json" -> value(json(from), "application/json");
            case "text" -> value(utf8(CharBuffer.wrap(string(name, from))), "text/plain; charset=utf-8");
            case "base64" -> value(base64(string(name, from)), "application/octet-stream");
            case "contentType" -> contentType = Optional.of(string(name, from));
            case "context" -> context = Optional.of(string(name, from));
            case "meta" -> metadata = metadata(from);
            default -> throw new MalformedException("an envelope has no member \"" + StrictJson.printable(name) + "\"");
        }
    }

    private void value(Bytes bytes, String type) {
        if (value != null) {
            throw new MalformedException("an envelope has only one of json, text and base64");
        }
        value = bytes;
        defaultType = type;
    }

    /** The characters between the value's first and last, as they stand. */
    private Bytes json(JsonParser from) throws IOException {
        int start = (int) from.currentTokenLocation().getCharOffset();
        StrictJson.skipValue(from);
        int end = (int) from.currentLocation().getCharOffset();
        return utf8(text.subSequence(start, end));
    }

    private static String string(String name, JsonParser from) throws IOException {
        if (from.currentToken() != JsonToken.VALUE_STRING) {
            throw new MalformedException("\"" + StrictJson.printable(name) + "\" is a string");
        }
        return from.getText();
    }

    /** An escape may name half a character, which has no bytes. */
    private static Bytes utf8(CharBuffer text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(text);
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return Bytes.owning(bytes);
        } catch (CharacterCodingException e) {
            throw new MalformedException("\"text\" has half of a surrogate pair");
        }
    }

    private static Bytes base64(String text) {
        try {
            return Bytes.owning(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("\"base64\" is not base64 (RFC 4648 section 4)");
        }
    }

    private static ImmutableMap<String, String> metadata(JsonParser from) throws IOException {
        if (from.currentToken() != JsonToken.START_OBJECT) {
            throw new MalformedException("\"meta\" is an object of strings");
        }
        ImmutableMap.Builder<String, String> found = ImmutableMap.builder();
        int entries = 0;
        while (from.nextToken() == JsonToken.FIELD_NAME) {
            String name = from.currentName();
            from.nextToken();
            if (++entries > METADATA_MAX) {
                throw new MalformedException("\"meta\" has more than " + METADATA_MAX + " members");
            }
            found.put(name, string("meta." + name, from));
        }
        return found.buildOrThrow();
    }
}
