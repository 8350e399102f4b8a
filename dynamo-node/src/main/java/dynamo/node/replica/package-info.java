/**
 * One node's partitions, and the one merge door.
 *
 * <p>Client put, read repair, hint replay, Merkle repair and ownership handoff all arrive here as the same replica write
 * and meet the same {@code Siblings.sync}. Dots are minted and partition clocks kept here.
 */
@NullMarked
package dynamo.node.replica;

import org.jspecify.annotations.NullMarked;
