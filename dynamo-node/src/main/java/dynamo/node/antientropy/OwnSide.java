package dynamo.node.antientropy;

import dynamo.node.env.Doors;
import dynamo.node.env.Requests;
import dynamo.node.replica.Replica;
import java.util.function.DoubleSupplier;

/**
 * What every exchange of this node works with.
 *
 * @param pressure of clients' requests on this node: 0 when idle, 1 when overloaded
 */
record OwnSide(Replica replica, Requests requests, Doors doors, AntiEntropyConfig config, DoubleSupplier pressure) {}
