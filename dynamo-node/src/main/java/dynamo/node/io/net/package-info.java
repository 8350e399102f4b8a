/**
 * Frames between nodes over TCP, behind the transport door.
 *
 * <p>Netty threads decode and hand over to a loop; every queue and frame has a limit.
 */
@NullMarked
package dynamo.node.io.net;

import org.jspecify.annotations.NullMarked;
