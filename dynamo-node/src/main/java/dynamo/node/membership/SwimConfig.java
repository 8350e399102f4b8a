package dynamo.node.membership;

import java.time.Duration;

/**
 * Times and bounds of failure detection.
 *
 * @param beat how often a node looks at its clock, judges, and spreads news; all other times are multiples of it, or
 *     rounded up to one
 * @param period between two probes of a node (protocol period)
 * @param probeTimeout until helpers are asked
 * @param nackAfter until a helper says that the target is silent: early enough to reach who asked within its period
 * @param helpers asked when a direct probe fails (k)
 * @param fanout members told at each beat while there is news
 * @param updatesMax news in one message
 * @param lambda each update is sent {@code lambda * ceil(log10(n + 1))} times
 * @param alpha least suspicion is {@code alpha * log10(n)} periods
 * @param beta longest suspicion is so many times the least
 * @param confirmations from distinct members that bring suspicion down to the least (Lifeguard's K)
 * @param lastWord so long before a suspicion ends, its member is asked directly, once a period: news may have missed one of
 *     the two
 * @param healthMax worst local health: timeouts and periods stretch by up to one more than this
 * @param exchangePeriod between two comparisons of all that is known with a random member
 * @param silenceMax of a peer that owes an answer, before it is excluded
 */
public record SwimConfig(
        Duration beat,
        Duration period,
        Duration probeTimeout,
        Duration nackAfter,
        int helpers,
        int fanout,
        int updatesMax,
        int lambda,
        int alpha,
        int beta,
        int confirmations,
        Duration lastWord,
        int healthMax,
        Duration exchangePeriod,
        Duration silenceMax) {

    /** The papers' and their implementations' parameters, but for the times of one probe, which are rounded to beats. */
    public static final SwimConfig DEFAULT = new SwimConfig(
            Duration.ofMillis(200),
            Duration.ofSeconds(1),
            Duration.ofMillis(400),
            Duration.ofMillis(250),
            3,
            3,
            32,
            4,
            5,
            6,
            3,
            Duration.ofSeconds(5),
            8,
            Duration.ofSeconds(30),
            Duration.ofMillis(600));

    public SwimConfig {
        if (beat.isZero() || beat.isNegative() || probeTimeout.compareTo(beat) < 0) {
            throw new IllegalArgumentException("a probe takes a beat at least, not " + probeTimeout);
        }
        if (nackAfter.compareTo(probeTimeout) > 0 || period.compareTo(probeTimeout.plus(nackAfter)) < 0) {
            throw new IllegalArgumentException("a period of " + period + " has no time for helpers");
        }
        if (helpers < 0 || fanout < 1 || updatesMax < 1 || lambda < 1 || alpha < 1 || beta < 1 || healthMax < 0) {
            throw new IllegalArgumentException("a number below its least");
        }
    }

    /** How often each update is sent in a cluster of so many members. */
    int sendsMax(int members) {
        return lambda * (int) Math.ceil(Math.log10(members + 1.0));
    }
}
