package planted.node.dynamo.node;

public final class GoodNode {}
