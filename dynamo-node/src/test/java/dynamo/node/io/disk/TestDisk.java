package dynamo.node.io.disk;

/** Small sizes, so that tests reach the files behind them. */
final class TestDisk {
    static final RocksOptions SMALL = new RocksOptions(8 << 20, 4 << 20, 1 << 20);

    private TestDisk() {}
}
