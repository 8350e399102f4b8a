package dynamo.tools.chaos;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.common.collect.ImmutableList;
import dynamo.client.Versioned;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What clients store. The id names the write, so that who reads the value knows which write made it.
 *
 * @param elements of a set or a log that grows
 * @param counts of a counter, by client: merged by the greater of each
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Value(String id, SortedSet<String> elements, SortedMap<String, Long> counts) {

    static Value of(String id) {
        return new Value(id, new TreeSet<>(), new TreeMap<>());
    }

    Value {
        elements = elements == null ? new TreeSet<>() : new TreeSet<>(elements);
        counts = counts == null ? new TreeMap<>() : new TreeMap<>(counts);
    }

    /** All that siblings hold, under the id of the write that merges them. */
    static Value merged(String id, List<Versioned<Value>> siblings) {
        SortedSet<String> elements = new TreeSet<>();
        SortedMap<String, Long> counts = new TreeMap<>();
        for (Versioned<Value> sibling : siblings) {
            Value value = sibling.value().orElseThrow();
            elements.addAll(value.elements);
            value.counts.forEach((client, count) -> counts.merge(client, count, Math::max));
        }
        return new Value(id, elements, counts);
    }

    Value with(String element) {
        SortedSet<String> more = new TreeSet<>(elements);
        more.add(element);
        return new Value(id, more, counts);
    }

    Value with(String client, long count) {
        SortedMap<String, Long> more = new TreeMap<>(counts);
        more.merge(client, count, Math::max);
        return new Value(id, elements, more);
    }

    /** As the history names them: a count of three is three elements. */
    ImmutableList<String> named() {
        ImmutableList.Builder<String> named = ImmutableList.builder();
        named.addAll(elements);
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            for (long i = 1; i <= count.getValue(); i++) {
                named.add(element(count.getKey(), i));
            }
        }
        return named.build();
    }

    static String element(String client, long count) {
        return client + "#" + count;
    }
}
