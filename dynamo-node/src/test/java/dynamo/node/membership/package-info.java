/** Tests of failure detection: the papers' claims, one by one, and what the data path notices. */
@NullMarked
package dynamo.node.membership;

import org.jspecify.annotations.NullMarked;
