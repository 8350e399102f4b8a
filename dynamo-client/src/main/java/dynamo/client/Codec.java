package dynamo.client;

import com.google.common.collect.ImmutableSortedMap;
import dynamo.version.Bytes;
import dynamo.version.Content;

/**
 * How a bucket's values are written as bytes, and read again. What cannot be read is a {@link DynamoException.Undecodable}
 * of the call, never an absent value.
 *
 * <p>Threading: any number of threads.
 */
public interface Codec<T> {
    /** @throws IllegalArgumentException for a value that has no form */
    Content.Value encode(T value);

    /** @throws IllegalArgumentException for what is no value of this form; the message says why */
    T decode(Content.Value stored);

    /** Bytes as they are, of type {@code application/octet-stream}; reads any type. */
    static Codec<byte[]> bytes() {
        return new Codec<>() {
            @Override
            public Content.Value encode(byte[] value) {
                return new Content.Value(Bytes.copyOf(value), "application/octet-stream", ImmutableSortedMap.of());
            }

            @Override
            public byte[] decode(Content.Value stored) {
                return stored.bytes().toArray();
            }
        };
    }

    /** Text as UTF-8, of type {@code text/plain}; reads any type whose bytes are UTF-8. */
    static Codec<String> text() {
        return new TextCodec();
    }
}
