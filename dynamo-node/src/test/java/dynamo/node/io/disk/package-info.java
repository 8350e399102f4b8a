/** The storages and the data directory, on real files where there are files. */
@NullMarked
package dynamo.node.io.disk;

import org.jspecify.annotations.NullMarked;
