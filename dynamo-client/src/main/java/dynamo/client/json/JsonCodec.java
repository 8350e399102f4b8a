package dynamo.client.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableSortedMap;
import dynamo.client.Codec;
import dynamo.version.Bytes;
import dynamo.version.Content;
import java.io.IOException;

/**
 * Values as JSON, of type {@code application/json}.
 *
 * <p>Threading: any number of threads, as far as the mapper is not reconfigured.
 */
public final class JsonCodec<T> implements Codec<T> {
    private static final String TYPE = "application/json";

    private final ObjectMapper mapper;
    private final JavaType form;

    private JsonCodec(ObjectMapper mapper, JavaType form) {
        this.mapper = mapper;
        this.form = form;
    }

    /** Unknown members of a stored value are an error: dropped here, they would be lost with the next write. */
    public static <T> JsonCodec<T> of(Class<T> form) {
        return of(new ObjectMapper(), form);
    }

    public static <T> JsonCodec<T> of(ObjectMapper mapper, Class<T> form) {
        return new JsonCodec<>(mapper, mapper.constructType(form));
    }

    /** For a form with type parameters, such as {@code new TypeReference<Map<String, Integer>>() {}}. */
    public static <T> JsonCodec<T> of(ObjectMapper mapper, TypeReference<T> form) {
        return new JsonCodec<>(mapper, mapper.constructType(form));
    }

    /** Any JSON, as a tree. */
    public static JsonCodec<JsonNode> tree() {
        return of(JsonNode.class);
    }

    @Override
    public Content.Value encode(T value) {
        try {
            return new Content.Value(Bytes.owning(mapper.writeValueAsBytes(value)), TYPE, ImmutableSortedMap.of());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the value has no JSON form: " + e.getOriginalMessage(), e);
        }
    }

    @Override
    public T decode(Content.Value stored) {
        T value;
        try {
            value = mapper.readValue(stored.bytes().toArray(), form);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not such a JSON value: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("the value cannot be read", e);
        }
        if (value == null) {
            throw new IllegalArgumentException("the value is null");
        }
        return value;
    }
}
