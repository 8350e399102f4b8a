package dynamo.node.io.disk;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Sizes of one node's database.
 *
 * @param blockCacheBytes native memory for blocks read from files, shared by all tables
 * @param writeBufferBytes native memory for rows not yet in sorted files, shared by all tables; also bounds the log that
 *     a start has to read again
 * @param reserveBytes free space below which no client writes are taken; compactions and a start with a full log need
 *     room too
 */
public record RocksOptions(long blockCacheBytes, long writeBufferBytes, long reserveBytes) {
    public static final RocksOptions DEFAULTS = new RocksOptions(64L << 20, 32L << 20, 256L << 20);

    public RocksOptions {
        checkArgument(blockCacheBytes >= 1 << 20, "a block cache of %s bytes is below 1 MiB", blockCacheBytes);
        checkArgument(writeBufferBytes >= 1 << 20, "write buffers of %s bytes are below 1 MiB", writeBufferBytes);
        checkArgument(reserveBytes >= 0, "a reserve of %s bytes", reserveBytes);
    }
}
