/**
 * A small HTTP/1.1 client for load: kept connections, one request at a time on each, no thread but the loop's.
 *
 * <p>It reads only what load generators ask for, so that on a shared machine the generator takes little from the server.
 */
@NullMarked
package dynamo.tools.http;

import org.jspecify.annotations.NullMarked;
