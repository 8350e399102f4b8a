package planted.sim.dynamo.node.sim;

public final class GoodWorld {}
