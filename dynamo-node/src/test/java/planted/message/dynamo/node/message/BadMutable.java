package planted.message.dynamo.node.message;

final class BadMutable {
    int attempts;
}
