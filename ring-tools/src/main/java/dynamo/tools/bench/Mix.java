package dynamo.tools.bench;

import com.google.common.base.Ascii;
import com.google.common.base.Splitter;
import java.util.EnumMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.random.RandomGenerator;

/** How often each operation comes, in percent. YCSB's letters A to D are known, and W for updates only. */
record Mix(double gets, double updates, double inserts) {

    Mix {
        if (gets < 0 || updates < 0 || inserts < 0 || Math.abs(gets + updates + inserts - 100) > 1e-6) {
            throw new IllegalArgumentException("the parts of a mix must add up to 100");
        }
    }

    static Mix parse(String text) {
        return switch (text) {
            case "A" -> new Mix(50, 50, 0);
            case "B" -> new Mix(95, 5, 0);
            case "C" -> new Mix(100, 0, 0);
            case "D" -> new Mix(95, 0, 5);
            case "W" -> new Mix(0, 100, 0);
            default -> parts(text);
        };
    }

    private static Mix parts(String text) {
        Map<Operation, Double> parts = new EnumMap<>(Operation.class);
        for (String part : Splitter.on(',').trimResults().split(text)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("a mix is A, B, C, D, W or such as get=90,update=8,insert=2");
            }
            Operation operation = Operation.valueOf(Ascii.toUpperCase(part.substring(0, equals)));
            parts.merge(operation, Double.valueOf(part.substring(equals + 1)), Double::sum);
        }
        return new Mix(
                parts.getOrDefault(Operation.GET, 0.0),
                parts.getOrDefault(Operation.UPDATE, 0.0),
                parts.getOrDefault(Operation.INSERT, 0.0));
    }

    Operation next(RandomGenerator random) {
        double at = random.nextDouble() * 100;
        return at < gets ? Operation.GET : at < gets + updates ? Operation.UPDATE : Operation.INSERT;
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ");
        add(text, gets, "get");
        add(text, updates, "update");
        add(text, inserts, "insert");
        return text.toString();
    }

    private static void add(StringJoiner text, double percent, String name) {
        if (percent > 0) {
            text.add((percent == Math.rint(percent) ? Long.toString((long) percent) : Double.toString(percent)) + " % "
                    + name);
        }
    }
}
