package dynamo.node.env;

import java.util.random.RandomGenerator;

/** All that a node's protocol code knows of the world: real ones in production, the simulator's in simulation. */
public record Doors(
        Clock clock,
        Scheduler scheduler,
        Transport transport,
        Storage storage,
        RandomGenerator entropy,
        NodeEvents events) {}
