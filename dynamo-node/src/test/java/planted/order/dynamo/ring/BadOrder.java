package planted.order.dynamo.ring;

import java.util.Set;

final class BadOrder {
    Set<String> zones() {
        return Set.of("a", "b");
    }
}
