/** Puts, gets and forwards over small clusters in memory. */
@NullMarked
package dynamo.node.coordinate;

import org.jspecify.annotations.NullMarked;
