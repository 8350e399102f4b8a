package dynamo.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How an answer came about.
 *
 * @param node that coordinated; empty where it did not say
 * @param replicas as the node counted them, such as {@code n=3; acks=2; hinted=0}
 * @param ringEpoch of the node's ring; 0 where it did not say
 */
public record AnswerInfo(String node, String replicas, long ringEpoch, String requestId) {
    private static final Pattern COUNT = Pattern.compile("([a-z]+)=([0-9]{1,9})");

    /** One of the counts of {@code replicas}; 0 where it is not there. */
    public int count(String name) {
        Matcher counts = COUNT.matcher(replicas);
        while (counts.find()) {
            if (counts.group(1).equals(name)) {
                return Integer.parseInt(counts.group(2));
            }
        }
        return 0;
    }

    /** Whether a read had an answer of every home: there is nothing newer at any. */
    boolean isOfAllHomes() {
        return count("n") > 0 && count("answers") == count("n");
    }

    /** Whether a write is at one home at least, and not only kept for homes that are away. */
    boolean isAtHomes() {
        return count("acks") > count("hinted");
    }
}
