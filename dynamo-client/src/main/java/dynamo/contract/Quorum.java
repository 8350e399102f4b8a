package dynamo.contract;

/**
 * How many of a key's replicas must answer.
 *
 * @param n replicas of the key: min(N, nodes)
 * @param needed R of a read, W of a write; 1 to n
 * @param sloppy whether replicas other than the key's homes count
 */
public record Quorum(int n, int needed, boolean sloppy) {
    public Quorum {
        if (needed < 1 || needed > n) {
            throw new IllegalArgumentException("a quorum of " + needed + " of " + n + " cannot be");
        }
    }

    public static Quorum majority(int n) {
        return new Quorum(n, n / 2 + 1, true);
    }

    /** The same wish of another number of replicas: all stays all, a majority a majority, and no more are needed than are. */
    public Quorum over(int replicas) {
        if (replicas == n) {
            return this;
        }
        int same = needed == n / 2 + 1 ? replicas / 2 + 1 : needed == n ? replicas : Math.min(needed, replicas);
        return new Quorum(replicas, same, sloppy);
    }

    /**
     * Reads {@code 1..n | one | quorum | all}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static int parse(String text, int n) {
        return switch (text) {
            case "one" -> 1;
            case "quorum" -> n / 2 + 1;
            case "all" -> n;
            default -> {
                if (!text.matches("[1-9][0-9]{0,3}") || Integer.parseInt(text) > n) {
                    throw new IllegalArgumentException("expected 1.." + n + ", one, quorum or all");
                }
                yield Integer.parseInt(text);
            }
        };
    }
}
