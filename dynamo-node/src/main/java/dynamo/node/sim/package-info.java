/**
 * A deterministic simulator: many nodes, one queue, one seed.
 *
 * <p>Runs the same node code under virtual time with faulty networks, disks and clocks, and checks the store's promises
 * from outside. In the main sources because tests and the tools both use it. Same seed, same trace.
 */
@NullMarked
package dynamo.node.sim;

import org.jspecify.annotations.NullMarked;
