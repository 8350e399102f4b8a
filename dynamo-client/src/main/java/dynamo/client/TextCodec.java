package dynamo.client;

import com.google.common.collect.ImmutableSortedMap;
import dynamo.version.Bytes;
import dynamo.version.Content;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Never puts a replacement character in the place of what it cannot write or read. */
final class TextCodec implements Codec<String> {
    private static final String TYPE = "text/plain; charset=utf-8";

    @Override
    public Content.Value encode(String value) {
        try {
            return new Content.Value(
                    bytes(StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value))),
                    TYPE,
                    ImmutableSortedMap.of());
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the text has half a surrogate pair, which UTF-8 cannot carry", e);
        }
    }

    private static Bytes bytes(ByteBuffer encoded) {
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return Bytes.owning(bytes);
    }

    @Override
    public String decode(Content.Value stored) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(stored.bytes().asByteBuffer())
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the value is not UTF-8 text", e);
        }
    }
}
