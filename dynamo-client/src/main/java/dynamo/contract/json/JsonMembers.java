package dynamo.contract.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dynamo.version.Bytes;
import dynamo.version.MalformedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A small request: one JSON object whose members, each a string or a number, are all known. A misspelt member must not pass for
 * none.
 */
public final class JsonMembers {
    private final ImmutableMap<String, String> strings;
    private final ImmutableMap<String, Double> numbers;

    private JsonMembers(ImmutableMap<String, String> strings, ImmutableMap<String, Double> numbers) {
        this.strings = strings;
        this.numbers = numbers;
    }

    /**
     * @param strings names of the members that are strings
     * @param numbers names of those that are numbers
     * @throws MalformedException saying what is wrong, for everything else
     */
    public static JsonMembers parse(Bytes body, ImmutableList<String> strings, ImmutableList<String> numbers) {
        CharBuffer text = StrictJson.utf8(body).orElseThrow(() -> new MalformedException("the body is not UTF-8"));
        try (JsonParser from = StrictJson.parser(text)) {
            if (from.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedException("the body is a JSON object");
            }
            ImmutableMap.Builder<String, String> texts = ImmutableMap.builder();
            ImmutableMap.Builder<String, Double> values = ImmutableMap.builder();
            while (from.nextToken() == JsonToken.FIELD_NAME) {
                String name = from.currentName();
                JsonToken value = from.nextToken();
                if (strings.contains(name)) {
                    check(value == JsonToken.VALUE_STRING, "\"" + name + "\" is a string");
                    texts.put(name, from.getText());
                } else if (numbers.contains(name)) {
                    check(value != null && value.isNumeric(), "\"" + name + "\" is a number");
                    values.put(name, from.getDoubleValue());
                } else {
                    throw new MalformedException("there is no member \"" + StrictJson.printable(name) + "\" here");
                }
            }
            check(from.nextToken() == null, "something follows the JSON object");
            return new JsonMembers(texts.buildOrThrow(), values.buildOrThrow());
        } catch (JsonProcessingException e) {
            throw StrictJson.malformed(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // reads an array: cannot happen
        }
    }

    private static void check(boolean isSo, String otherwise) {
        if (!isSo) {
            throw new MalformedException(otherwise);
        }
    }

    public Optional<String> string(String name) {
        return Optional.ofNullable(strings.get(name));
    }

    public OptionalDouble number(String name) {
        Double number = numbers.get(name);
        return number == null ? OptionalDouble.empty() : OptionalDouble.of(number);
    }
}
