/**
 * Who owns what: key hash, partitions, the ring of owners, and preference lists.
 *
 * <p>Pure functions of one immutable ring: a claim turns a ring and an operator's change into the next ring, a
 * preference list walks it. Who is reachable just now is no business of this room.
 */
@NullMarked
package dynamo.ring;

import org.jspecify.annotations.NullMarked;
