package dynamo.node.membership;

/**
 * How far this node trusts itself (Lifeguard §IV-A, the local health multiplier): 0 is well. What points at itself rather
 * than at others makes it slower to accuse them.
 */
final class LocalHealth {
    private final int worst;
    private int score;

    LocalHealth(int worst) {
        this.worst = worst;
    }

    void better() {
        score = Math.max(0, score - 1);
    }

    void worse(int by) {
        score = Math.min(worst, score + by);
    }

    long stretched(long nanos) {
        return nanos * (score + 1);
    }

    int score() {
        return score;
    }
}
