/** Tests of the simulator, and with it of the nodes it runs. */
@NullMarked
package dynamo.node.sim;

import org.jspecify.annotations.NullMarked;
