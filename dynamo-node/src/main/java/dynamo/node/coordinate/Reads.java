package dynamo.node.coordinate;

import java.util.function.BooleanSupplier;

/**
 * What all gets of a node share.
 *
 * @param patience from the round trips of reads, how long a silent home is waited for
 * @param budget of spare requests
 * @param room for what they hold
 * @param mayLinger whether there is room to wait for the other homes once the client has its answer
 */
record Reads(HandoffTimeout patience, HedgeBudget budget, ReadRoom room, BooleanSupplier mayLinger) {}
