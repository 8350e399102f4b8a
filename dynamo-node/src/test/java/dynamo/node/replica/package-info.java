/** One node's copies: merge door, group commit, partition clocks, retries and standing, each on a disk that fails. */
@NullMarked
package dynamo.node.replica;

import org.jspecify.annotations.NullMarked;
