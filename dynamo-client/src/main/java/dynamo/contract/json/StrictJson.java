package dynamo.contract.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dynamo.version.Bytes;
import dynamo.version.MalformedException;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * JSON as RFC 8259 has it and no more: UTF-8 without byte order mark, no comments, no {@code NaN}, no name twice in one
 * object, nothing after the value; and in bounds of depth, digits and names.
 */
final class StrictJson {
    static final int DEPTH_MAX = 32;
    /** Of one number, fraction and exponent included. */
    static final int NUMBER_CHARS_MAX = 1000;

    static final int NAME_CHARS_MAX = 8 * 1024;
    /** In one document: names are kept to find repetitions, so they cost memory beyond the document's own. */
    static final int NAMES_MAX = 50_000;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX + 1) // the envelope around the value
                    .maxNumberLength(NUMBER_CHARS_MAX)
                    .maxNameLength(NAME_CHARS_MAX)
                    .maxStringLength(Integer.MAX_VALUE) // the document is bounded already
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES) // a shared table, which clients could fill
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private StrictJson() {}

    /** The characters of valid UTF-8, backed by an array from its start; empty for other bytes. */
    static Optional<CharBuffer> utf8(Bytes text) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(text.asByteBuffer()));
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    static JsonParser parser(CharBuffer text) throws IOException {
        return FACTORY.createParser(text.array(), 0, text.limit());
    }

    /** Whether this is one JSON value, with nothing but blanks around it. */
    static boolean isJson(CharBuffer text) {
        try (JsonParser from = parser(text)) {
            if (from.nextToken() == null) {
                return false;
            }
            skipValue(from);
            return from.nextToken() == null;
        } catch (IOException | MalformedException e) {
            return false;
        }
    }

    /** Moves from a value's first token to its last, whole. */
    static void skipValue(JsonParser from) throws IOException {
        int names = 0;
        int depth = 0;
        JsonToken token = from.currentToken();
        while (token != null) {
            if (token == JsonToken.FIELD_NAME && ++names > NAMES_MAX) {
                throw new MalformedException("the JSON has more than " + NAMES_MAX + " names");
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (depth > DEPTH_MAX) {
                throw new MalformedException("the JSON nests deeper than " + DEPTH_MAX);
            }
            if (depth == 0) {
                from.finishToken();
                return;
            }
            token = from.nextToken();
        }
        throw new MalformedException("the JSON ends within a value");
    }

    /** What a parser complains of, in one line and without a word of the parser's own classes. */
    static MalformedException malformed(JsonProcessingException fault) {
        String place = fault.getLocation() == null
                ? ""
                : " at line " + fault.getLocation().getLineNr() + ", column "
                        + fault.getLocation().getColumnNr();
        return new MalformedException("the JSON is malformed, repeats a name, or exceeds a bound" + place);
    }

    /** A name as it may stand in a sentence. */
    static String printable(String name) {
        String cut = name.length() > 64 ? name.substring(0, 64) : name;
        return cut.replaceAll("[^ -~]", "?");
    }
}
