package planted.cycle.dynamo.node.replica;

import planted.cycle.dynamo.node.hint.BadLeft;

public record BadRight(BadLeft left) {}
