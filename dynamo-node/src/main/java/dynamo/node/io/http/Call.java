package dynamo.node.io.http;

import dynamo.version.Bytes;

/**
 * What is left to do of a request whose head was accepted.
 *
 * @param bodyBytesMax 0 for a call without a body
 * @param memoryPerByte what a byte of the body costs while it is worked on
 * @param needsLength whether a body must be meant: told by its length, or chunked
 */
record Call(int bodyBytesMax, int memoryPerByte, boolean needsLength, Action action) {

    /** Runs when the body is there; answers the exchange once, now or later. */
    interface Action {
        void run(Exchange exchange, Bytes body);
    }

    static Call withoutBody(Action action) {
        return new Call(0, 1, false, action);
    }
}
