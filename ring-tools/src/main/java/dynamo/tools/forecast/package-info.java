/**
 * {@code ring forecast}: what a ring would be, without a cluster. It asks the same {@code Claim} that a cluster asks, so
 * what it shows is what a plan would be.
 */
@NullMarked
package dynamo.tools.forecast;

import org.jspecify.annotations.NullMarked;
