/**
 * The Java client: get, put and delete over HTTP, at whichever of its seeds answers.
 *
 * <p>A request keeps one Request-Id over all its tries, so a try that is repeated elsewhere is the same write. What is
 * concurrent comes back as siblings, with a context that covers them; nothing is resolved behind the caller's back. A
 * failure is a {@link dynamo.client.DynamoException}, and says what it did to the data.
 *
 * <p>Flow: {@code DynamoClient} (calls and their results) to {@code Tries} (fail-over, deadline, outcome) to {@code
 * Connections} (kept ones, per node) to {@code Connection} (one request on one socket).
 */
@NullMarked
package dynamo.client;

import org.jspecify.annotations.NullMarked;
