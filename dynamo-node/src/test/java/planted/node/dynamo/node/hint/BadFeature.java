package planted.node.dynamo.node.hint;

import planted.node.dynamo.node.GoodNode;

record BadFeature(GoodNode whole) {}
