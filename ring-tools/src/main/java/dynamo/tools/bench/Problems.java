package dynamo.tools.bench;

import dynamo.tools.http.HttpAnswer;

/** What the store says of a request that it did not carry out; found in the text, for that is all a generator has time for. */
final class Problems {

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private Problems() {}

    static Result result(HttpAnswer answer) {
        if (answer.status() == TOO_MANY_REQUESTS) {
            return Result.SHED;
        }
        String code = member(answer, "code");
        String outcome = member(answer, "outcome");
        return Result.failed("HTTP " + answer.status() + (code.isEmpty() ? "" : " " + code)
                + (outcome.isEmpty() ? "" : ", " + outcome));
    }

    /** Whether this node is coming or going, and did nothing: another one will do. */
    static boolean isElsewhere(HttpAnswer answer) {
        if (answer.status() != UNAVAILABLE) {
            return false;
        }
        String code = member(answer, "code");
        return code.equals("starting") || code.equals("draining");
    }

    private static String member(HttpAnswer answer, String name) {
        String text = answer.body().asUtf8();
        int at = text.indexOf('"' + name + "\":\"");
        if (at < 0) {
            return "";
        }
        int from = at + name.length() + 4;
        int to = text.indexOf('"', from);
        return to < 0 ? "" : text.substring(from, to);
    }
}
