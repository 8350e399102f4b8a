/**
 * Commands that look at a cluster: who is a member and how he is, who owns what, where a key lies, what moves, what waits.
 *
 * <p>Each asks the admin port, makes a {@code Sight} of the document, and ends with 1 when it is not as it should be.
 */
@NullMarked
package dynamo.tools.cluster;

import org.jspecify.annotations.NullMarked;
