/**
 * The {@code ring} command: what an operator sees of a cluster and does to it, and the simulator's command.
 */
@NullMarked
package dynamo.tools;

import org.jspecify.annotations.NullMarked;
