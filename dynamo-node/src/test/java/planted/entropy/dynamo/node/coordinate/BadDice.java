package planted.entropy.dynamo.node.coordinate;

import java.util.Random;

final class BadDice {
    int roll() {
        return new Random().nextInt();
    }
}
