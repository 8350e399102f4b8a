package planted.shared.dynamo.node.replica;

final class BadStatic {
    static int seen;

    private BadStatic() {}
}
