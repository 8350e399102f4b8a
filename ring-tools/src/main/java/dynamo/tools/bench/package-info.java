/**
 * A load generator that does not flatter: it keeps to the times at which requests were due, writes like a careful client,
 * and says what it took from the machine itself.
 *
 * <p>{@code BenchCommand} reads the options into a {@code Plan}; each {@code Driver} runs its share of the connections on
 * one thread; a {@code Tally} of each is added up into the {@code Report}.
 */
@NullMarked
package dynamo.tools.bench;

import org.jspecify.annotations.NullMarked;
