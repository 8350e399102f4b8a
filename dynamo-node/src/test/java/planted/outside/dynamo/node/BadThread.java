package planted.outside.dynamo.node;

final class BadThread {
    String name() {
        return Thread.currentThread().getName();
    }
}
