/**
 * From the command line to a running node and back: configuration, start, shutdown.
 *
 * <p>The only place where the real implementations of all doors are put together.
 */
@NullMarked
package dynamo.node.boot;

import org.jspecify.annotations.NullMarked;
