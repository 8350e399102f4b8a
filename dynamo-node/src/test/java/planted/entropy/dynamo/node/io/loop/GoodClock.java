package planted.entropy.dynamo.node.io.loop;

final class GoodClock {
    long now() {
        return System.nanoTime();
    }
}
