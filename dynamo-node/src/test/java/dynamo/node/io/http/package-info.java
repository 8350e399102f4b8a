/** Tests of the HTTP face, over real sockets to a node in memory. */
@NullMarked
package dynamo.node.io.http;

import org.jspecify.annotations.NullMarked;
