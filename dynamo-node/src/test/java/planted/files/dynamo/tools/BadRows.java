package planted.files.dynamo.tools;

import org.rocksdb.RocksDB;

record BadRows(RocksDB database) {}
