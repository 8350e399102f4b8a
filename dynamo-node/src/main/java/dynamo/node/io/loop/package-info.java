/**
 * Real time and threads behind the scheduler and clock doors.
 *
 * <p>A loop is one thread that owns the state of its partitions; whatever arrives from elsewhere is handed to it.
 */
@NullMarked
package dynamo.node.io.loop;

import org.jspecify.annotations.NullMarked;
