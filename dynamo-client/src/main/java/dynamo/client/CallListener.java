package dynamo.client;

/** Hears of every call when it has ended, on the thread that made it: be quick, and throw nothing. */
@FunctionalInterface
public interface CallListener {
    void onCall(CallReport report);
}
