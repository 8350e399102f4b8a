/** Tests of the real loop and clock. */
@NullMarked
package dynamo.node.io.loop;

import org.jspecify.annotations.NullMarked;
