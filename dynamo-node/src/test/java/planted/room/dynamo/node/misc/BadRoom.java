package planted.room.dynamo.node.misc;

final class BadRoom {}
