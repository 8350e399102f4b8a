/**
 * The Java client: values in a form of the caller's, read, merged and written over HTTP at whichever node answers.
 *
 * <p>What is concurrent comes back as siblings, with a context that covers them; nothing is resolved behind the caller's back, and
 * what a caller's resolver makes of them supersedes exactly what it saw. A request keeps one Request-Id over all its tries, so a
 * try that is repeated elsewhere is the same write. A failure is a {@link dynamo.client.DynamoException}, and says what it did
 * to the data.
 *
 * <p>Flow: {@code Bucket} (values, {@code update}) and {@code Session} (what one user has seen) to {@code DynamoClient} (bytes) to
 * {@code Tries} (fail-over, hedges, repetitions, deadline, outcome), which asks {@code Routing} for homes and {@code Nodes} for
 * an order, to {@code Connections} (kept ones, per node) to {@code Connection} (one request on one socket).
 */
@NullMarked
package dynamo.client;

import org.jspecify.annotations.NullMarked;
