/**
 * The doors between a node and its surroundings: clock, scheduler, transport, storage, events.
 *
 * <p>The features see these interfaces only. Each has two implementations at least: the real one in {@code io} and the
 * simulated one in {@code sim}. That is what makes a whole cluster replayable from a seed.
 */
@NullMarked
package dynamo.node.env;

import org.jspecify.annotations.NullMarked;
