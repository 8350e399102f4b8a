package dynamo.client;

/**
 * How an answer came about.
 *
 * @param node that coordinated; empty where it did not say
 * @param replicas as the node counted them, such as {@code n=3; acks=2; hinted=0}
 * @param ringEpoch of the node's ring; 0 where it did not say
 */
public record AnswerInfo(String node, String replicas, long ringEpoch, String requestId) {}
