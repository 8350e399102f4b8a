package dynamo.node.boot;

import com.google.common.base.Ascii;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.net.HostAndPort;
import com.google.common.primitives.Doubles;
import com.google.common.primitives.Longs;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads values from the texts operators write. Every reader throws {@link IllegalArgumentException} saying why. */
final class Texts {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,15}) ?(B|KiB|MiB|GiB|)");

    private static final ImmutableMap<String, Long> UNITS =
            ImmutableMap.of("", 1L, "B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    private Texts() {}

    static Function<String, Integer> number(int min, int max) {
        return text -> {
            Long value = Longs.tryParse(text);
            if (value == null || value < min || value > max) {
                throw new IllegalArgumentException("must be a whole number from " + min + " to " + max);
            }
            return value.intValue();
        };
    }

    static Function<String, Double> decimal(double min, double max) {
        return text -> {
            Double value = Doubles.tryParse(text);
            if (value == null || !(value >= min && value <= max)) {
                throw new IllegalArgumentException("must be a number from " + min + " to " + max);
            }
            return value;
        };
    }

    static Integer port(String text) {
        return number(0, 65_535).apply(text);
    }

    /** Bytes: {@code 1048576}, {@code 8MiB}. */
    static Function<String, Long> size(long min, long max) {
        return text -> {
            Matcher matcher = SIZE.matcher(text);
            Long unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
            if (unit == null) {
                throw new IllegalArgumentException("must be a size such as 1048576, 512KiB, 8MiB or 2GiB");
            }
            long bytes = Long.parseLong(matcher.group(1));
            if (bytes > max / unit || bytes * unit < min) {
                throw new IllegalArgumentException("must be from " + min + " to " + max + " bytes");
            }
            return bytes * unit;
        };
    }

    static <E extends Enum<E>> Function<String, E> oneOf(Class<E> type) {
        return text -> {
            for (E each : type.getEnumConstants()) {
                if (Ascii.toLowerCase(each.name()).equals(text)) {
                    return each;
                }
            }
            throw new IllegalArgumentException("must be one of " + names(type));
        };
    }

    /** {@code disk | memory}. */
    static <E extends Enum<E>> String names(Class<E> type) {
        return ImmutableList.copyOf(type.getEnumConstants()).stream()
                .map(each -> Ascii.toLowerCase(each.name()))
                .reduce((a, b) -> a + " | " + b)
                .orElse("");
    }

    static Boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        };
    }

    static String host(String text) {
        if (text.isEmpty() || text.length() > 255 || text.chars().anyMatch(c -> c <= ' ' || c == '/')) {
            throw new IllegalArgumentException("must be a host name or an address");
        }
        return text;
    }

    /** {@code host} or {@code host:port}. */
    static HostAndPort place(String text) {
        HostAndPort place = HostAndPort.fromString(text);
        host(place.getHost());
        if (place.getPortOrDefault(1) == 0) {
            throw new IllegalArgumentException("must not have port 0");
        }
        return place;
    }

    /** Nothing when nothing is written. */
    static <T> Function<String, Optional<T>> optional(Function<String, T> read) {
        return text -> text.isEmpty() ? Optional.empty() : Optional.of(read.apply(text));
    }

    static <T> Function<String, ImmutableList<T>> list(Function<String, T> element) {
        return text -> Splitter.on(',')
                .trimResults()
                .omitEmptyStrings()
                .splitToStream(text)
                .map(element)
                .collect(ImmutableList.toImmutableList());
    }
}
