package planted.sideways.dynamo.node.replica;

public final class GoodDoor {}
