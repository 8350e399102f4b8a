package dynamo.node.antientropy;

import java.time.Duration;

/**
 * How hard a node works to be like the other homes.
 *
 * @param cycle in which every pair of homes is compared once
 * @param scrub in which every row is read once, to find what rotted
 * @param secondLook after the first comparison: what is different then only was on its way
 * @param stepTimeout for one answer of the peer
 * @param exchangeTimeout for all of one exchange; what it has settled by then remains settled
 * @param exchangesMax begun by this node at once; 0 for none
 * @param pauseMax between two batches of an exchange when the node is overloaded
 * @param closingPatience before an actor with a hole is closed: a younger hole may be a write on its way, or with a home not
 *     compared with yet
 */
public record AntiEntropyConfig(
        Duration cycle,
        Duration scrub,
        Duration secondLook,
        Duration stepTimeout,
        Duration exchangeTimeout,
        int exchangesMax,
        Duration pauseMax,
        Duration closingPatience) {
    public static final AntiEntropyConfig DEFAULT = new AntiEntropyConfig(
            Duration.ofMinutes(1),
            Duration.ofHours(24),
            Duration.ofMillis(200),
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            4,
            Duration.ofMillis(500),
            Duration.ofMinutes(1));

    public AntiEntropyConfig withCycles(Duration cycle, Duration scrub) {
        return new AntiEntropyConfig(
                cycle, scrub, secondLook, stepTimeout, exchangeTimeout, exchangesMax, pauseMax, closingPatience);
    }

    public AntiEntropyConfig withExchanges(int max) {
        return new AntiEntropyConfig(
                cycle, scrub, secondLook, stepTimeout, exchangeTimeout, max, pauseMax, closingPatience);
    }

    public AntiEntropyConfig withClosingPatience(Duration patience) {
        return new AntiEntropyConfig(
                cycle, scrub, secondLook, stepTimeout, exchangeTimeout, exchangesMax, pauseMax, patience);
    }
}
