/** Tests of the peer port: real sockets on the loopback, damaged and hostile bytes, peers that fall silent or slow. */
@NullMarked
package dynamo.node.io.net;

import org.jspecify.annotations.NullMarked;
