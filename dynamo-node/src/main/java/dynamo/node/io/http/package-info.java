/**
 * The HTTP face of a node: data port, admin port, and the limits of both.
 *
 * <p>The only room that knows HTTP. It turns requests into the contract's records and results into answers.
 */
@NullMarked
package dynamo.node.io.http;

import org.jspecify.annotations.NullMarked;
