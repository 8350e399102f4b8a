package planted.order.dynamo.version;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

final class BadCollector {
    Set<String> actors(Stream<String> seen) {
        return seen.collect(Collectors.toUnmodifiableSet());
    }
}
