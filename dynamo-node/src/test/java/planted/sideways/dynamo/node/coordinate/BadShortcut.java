package planted.sideways.dynamo.node.coordinate;

import planted.sideways.dynamo.node.replica.GoodDoor;

record BadShortcut(GoodDoor door) {}
