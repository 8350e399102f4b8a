package planted.files.dynamo.node.io.disk;

import org.rocksdb.RocksDB;

record GoodRows(RocksDB database) {}
