package planted.entropy.dynamo.node.coordinate;

import java.util.Collections;
import java.util.List;

final class BadShuffle {
    void mix(List<String> nodes) {
        Collections.shuffle(nodes);
    }
}
