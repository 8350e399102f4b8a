package dynamo.contract;

import dynamo.version.Siblings;

/** How a get ended. */
public sealed interface GetResult {

    /**
     * @param record what the answers hold together; empty when the key was never written
     * @param answers replicas whose answers counted
     * @param hinted those among them that stood in for a home: what was acknowledged by homes they may lack
     */
    record Found(Siblings record, int n, int answers, int hinted) implements GetResult {}

    record Failed(Failure failure) implements GetResult {}
}
