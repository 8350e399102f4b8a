/** Contracts of the doors: each runs against every implementation. */
@NullMarked
package dynamo.node.env;

import org.jspecify.annotations.NullMarked;
