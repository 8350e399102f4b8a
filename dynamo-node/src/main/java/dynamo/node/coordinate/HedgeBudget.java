package dynamo.node.coordinate;

/**
 * How many spare requests this node may send: at most one for every {@value #REQUESTS_PER_HEDGE} gets, so that a cluster in
 * which everything is slow is not given more work for it ("The Tail at Scale", Dean and Barroso 2013). What is not used is
 * saved up to a burst.
 */
final class HedgeBudget {
    static final int REQUESTS_PER_HEDGE = 20;
    static final int BURST = 32;

    private int requests = REQUESTS_PER_HEDGE;

    void onRequest() {
        requests = Math.min(BURST * REQUESTS_PER_HEDGE, requests + 1);
    }

    boolean take() {
        if (requests < REQUESTS_PER_HEDGE) {
            return false;
        }
        requests -= REQUESTS_PER_HEDGE;
        return true;
    }
}
