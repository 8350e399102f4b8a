/**
 * {@code scripts/chaos run}: clients work on real nodes that are killed, paused, cut off, starved and wiped, as a seed decides; what
 * they did and were told becomes a history, which {@code dynamo.tools.check} judges.
 *
 * <p>Begin with {@code ChaosCommand}. {@code Schedule} says what is done when, {@code Stage} does it (by {@code scripts/chaos}, which
 * knows how to hurt a node), {@code Nemesis} follows the schedule, each {@code Worker} is a client, and {@code Ending} waits until
 * all replicas agree, or will not ({@code Settling}), and reads them.
 */
@NullMarked
package dynamo.tools.chaos;

import org.jspecify.annotations.NullMarked;
