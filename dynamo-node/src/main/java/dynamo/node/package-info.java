/**
 * One node, wired: features meet here and nowhere else.
 *
 * <p>{@code Node} connects the features with plain method references and owns the one {@code receive(from, message)}.
 * Only the simulator, the boot code, the HTTP routes and the tools use it.
 */
@NullMarked
package dynamo.node;

import org.jspecify.annotations.NullMarked;
