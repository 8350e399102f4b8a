package dynamo.tools.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes the members of one JSON object. One that is missing, of the wrong type, or that nobody asked for is an error. */
final class Members {
    private final JsonNode object;
    private final StringPool strings;
    private final Set<String> asked = new HashSet<>();

    Members(JsonNode object, StringPool strings) {
        if (!object.isObject()) {
            throw new HistoryException("no JSON object");
        }
        this.object = object;
        this.strings = strings;
    }

    boolean has(String name) {
        return object.has(name);
    }

    String text(String name) {
        JsonNode value = required(name);
        check(value.isTextual(), name, "a string");
        return strings.pooled(value.textValue());
    }

    /** Not empty. */
    String name(String name) {
        String text = text(name);
        check(!text.isEmpty(), name, "a string that is not empty");
        return text;
    }

    Optional<String> optionalName(String name) {
        return has(name) ? Optional.of(name(name)) : Optional.empty();
    }

    /** Not negative. */
    long count(String name) {
        long number = number(name);
        check(number >= 0, name, "0 or more");
        return number;
    }

    long number(String name) {
        JsonNode value = required(name);
        check(value.isIntegralNumber() && value.canConvertToLong(), name, "an integer");
        return value.longValue();
    }

    int smallCount(String name) {
        long number = count(name);
        check(number <= Integer.MAX_VALUE, name, "a smaller number");
        return (int) number;
    }

    int smallCount(String name, int otherwise) {
        return has(name) ? smallCount(name) : otherwise;
    }

    boolean truth(String name) {
        JsonNode value = required(name);
        check(value.isBoolean(), name, "true or false");
        return value.booleanValue();
    }

    ImmutableList<String> names(String name) {
        JsonNode value = required(name);
        check(value.isArray(), name, "an array of strings");
        ImmutableList.Builder<String> names = ImmutableList.builderWithExpectedSize(value.size());
        for (JsonNode element : value) {
            check(element.isTextual() && !element.textValue().isEmpty(), name, "strings that are not empty");
            names.add(strings.pooled(element.textValue()));
        }
        return names.build();
    }

    Optional<ImmutableList<String>> optionalNames(String name) {
        return has(name) ? Optional.of(names(name)) : Optional.empty();
    }

    ImmutableList<String> namesOrNone(String name) {
        return optionalNames(name).orElse(ImmutableList.of());
    }

    /** A misspelt member must not pass. */
    void end() {
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!asked.contains(name)) {
                throw new HistoryException("unknown member \"" + name + "\"");
            }
        }
    }

    private JsonNode required(String name) {
        asked.add(name);
        @Nullable JsonNode value = object.get(name);
        if (value == null) {
            throw new HistoryException("\"" + name + "\" is missing");
        }
        return value;
    }

    static void check(boolean isRight, String name, String wanted) {
        if (!isRight) {
            throw new HistoryException("\"" + name + "\" wants " + wanted);
        }
    }
}
