package planted.entropy.dynamo.node.coordinate;

import java.util.Collections;
import java.util.List;
import java.util.Random;

final class GoodDice {
    void mix(List<String> nodes, long seed) {
        Collections.shuffle(nodes, new Random(seed));
    }
}
