/**
 * What one node stores: {@code Replica} is the one door through which records are merged, {@code CommitQueue} puts many
 * writers behind one fsync, {@code Partitions} mints dots and keeps the partition clocks, {@code RetryMemory} knows repeated
 * writes, {@code Standing} knows whether this node still has what it once acknowledged.
 *
 * <p>Flow of a write: read the row (pending ones included), sync, queue row and clock row as one change, answer when durable.
 */
@NullMarked
package dynamo.node.replica;

import org.jspecify.annotations.NullMarked;
