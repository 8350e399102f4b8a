package dynamo.node.io.http;

import dynamo.contract.Quorum;
import java.time.Duration;

/** What every data call may be asked: {@code r, w, sloppy, timeout}. */
record Parameters(Quorum read, Quorum write, Duration timeout) {
    private static final Duration TIMEOUT_DEFAULT = Duration.ofSeconds(5);
    private static final int TIMEOUT_DIGITS_MAX = 9;

    /** @param n replicas of a key */
    static Parameters take(Query query, int n) {
        boolean isSloppy = !query.take("sloppy", "true", "false").orElse("true").equals("false");
        return new Parameters(
                new Quorum(n, quorum(query, "r", n), isSloppy),
                new Quorum(n, quorum(query, "w", n), isSloppy),
                query.take("timeout").map(Parameters::timeout).orElse(TIMEOUT_DEFAULT));
    }

    private static int quorum(Query query, String name, int n) {
        try {
            return Quorum.parse(query.take(name).orElse("quorum"), n);
        } catch (IllegalArgumentException e) {
            throw new Refusal(Problem.of(400, "bad-quorum", "query parameter " + name + ": " + e.getMessage()));
        }
    }

    private static Duration timeout(String text) {
        int unit = text.endsWith("ms") ? 2 : text.endsWith("s") ? 1 : 0;
        String digits = text.substring(0, text.length() - unit);
        boolean isNumber = !digits.isEmpty()
                && digits.length() <= TIMEOUT_DIGITS_MAX
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (unit > 0 && isNumber) {
            long amount = Long.parseLong(digits);
            Duration timeout = unit == 2 ? Duration.ofMillis(amount) : Duration.ofSeconds(amount);
            if (!timeout.isZero() && timeout.compareTo(HttpConfig.TIMEOUT_MAX) <= 0) {
                return timeout;
            }
        }
        throw new Refusal(Problem.of(
                400, "bad-timeout", "query parameter timeout is a positive whole number with ms or s, at most 60s"));
    }
}
