/**
 * Durable storage behind the storage door: RocksDB, one database, few column families.
 *
 * <p>Disk threads write and fsync in batches and hand completions back to a loop. A failed fsync is fatal.
 */
@NullMarked
package dynamo.node.io.disk;

import org.jspecify.annotations.NullMarked;
