/**
 * A real data set: every package of a Debian index as a JSON document, written while nodes die, and read back.
 *
 * <p>{@code ring load} writes and notes what was acknowledged; {@code ring verify} reads that from each node and compares
 * every byte. {@code scripts/packages} kills the nodes in between.
 */
@NullMarked
package dynamo.tools.packages;

import org.jspecify.annotations.NullMarked;
