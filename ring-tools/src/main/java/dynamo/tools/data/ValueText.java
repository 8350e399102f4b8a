package dynamo.tools.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dynamo.version.Bytes;
import dynamo.version.Content;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Values as text: in a cell, in a document, on a terminal. */
final class ValueText {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final int CELL_CHARS = 60;

    private ValueText() {}

    /** The text of valid UTF-8. */
    static Optional<String> utf8(Bytes bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(bytes.asByteBuffer())
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Whether a terminal shows it and does nothing else. */
    static boolean isHarmless(Bytes bytes) {
        return utf8(bytes)
                .filter(text -> text.chars()
                        .noneMatch(c -> c < ' ' && c != '\n' && c != '\t' && c != '\r' || c >= 0x7f && c <= 0x9f))
                .isPresent();
    }

    /** @param value empty for a tombstone */
    static String cell(Optional<Content.Value> value) {
        if (value.isEmpty()) {
            return "deleted";
        }
        Bytes bytes = value.get().bytes();
        String text = utf8(bytes)
                .map(all -> all.replaceAll("[\\x00-\\x1f\\x7f-\\x9f]", "·"))
                .orElseGet(() -> "hex " + bytes.hex());
        return text.length() <= CELL_CHARS ? text : text.substring(0, CELL_CHARS - 1) + "…";
    }

    static Optional<JsonNode> json(String text) {
        try {
            return Optional.of(JSON.readTree(text)).filter(node -> !node.isMissingNode());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toArray());
    }
}
