package planted.sim.dynamo.node.boot;

import planted.sim.dynamo.node.sim.GoodWorld;

record BadMain(GoodWorld world) {}
