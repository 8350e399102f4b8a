/**
 * Put and get over N replicas: who is asked, how answers are counted, when the client is answered.
 *
 * <p>Talks to every replica, its own node's included, by messages; it never reaches into the replica code. Counting is
 * in small pure counters (PENDING, SATISFIED, IMPOSSIBLE).
 */
@NullMarked
package dynamo.node.coordinate;

import org.jspecify.annotations.NullMarked;
