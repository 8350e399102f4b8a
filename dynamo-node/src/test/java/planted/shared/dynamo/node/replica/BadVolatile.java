package planted.shared.dynamo.node.replica;

final class BadVolatile {
    volatile int seen;
}
