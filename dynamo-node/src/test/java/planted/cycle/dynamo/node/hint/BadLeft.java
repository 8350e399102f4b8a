package planted.cycle.dynamo.node.hint;

import planted.cycle.dynamo.node.replica.BadRight;

public record BadLeft(BadRight right) {}
