package planted.files.dynamo.node.boot;

import java.nio.channels.FileChannel;

record BadLock(FileChannel channel) {}
