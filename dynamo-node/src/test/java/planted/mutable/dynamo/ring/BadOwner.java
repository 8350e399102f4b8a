package planted.mutable.dynamo.ring;

final class BadOwner {
    String name = "nobody";
}
