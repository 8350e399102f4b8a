package dynamo.tools.doctor;

import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** Figures in Prometheus text, by name; of a figure with labels, the sum. */
record Metrics(ImmutableMap<String, Double> values) {

    static Metrics parse(String text) {
        Map<String, Double> sums = new LinkedHashMap<>();
        for (String line : text.split("\n", -1)) {
            int end = line.lastIndexOf(' ');
            if (end > 0 && line.charAt(0) != '#') {
                String name = line.substring(0, end).replaceAll("\\{.*", "");
                number(line.substring(end + 1)).ifPresent(value -> sums.merge(name, value, Double::sum));
            }
        }
        return new Metrics(ImmutableMap.copyOf(sums));
    }

    OptionalDouble of(String name) {
        Double value = values.get(name);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static OptionalDouble number(String text) {
        try {
            return OptionalDouble.of(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}
