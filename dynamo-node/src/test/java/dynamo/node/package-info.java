/** Nodes under test: {@code TestCluster} runs one to five of them in one queue, with virtual time and disks that fail. */
@NullMarked
package dynamo.node;

import org.jspecify.annotations.NullMarked;
