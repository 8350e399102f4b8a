package planted.outside.dynamo.node.env;

import java.io.RandomAccessFile;

record BadFile(RandomAccessFile file) {}
