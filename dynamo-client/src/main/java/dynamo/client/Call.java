package dynamo.client;

import dynamo.contract.Key;
import java.time.Duration;

/**
 * A call as it is to be sent.
 *
 * @param timeout of all its tries together
 * @param first the name of the node to be asked before all others; empty for none
 */
record Call(String operation, Key key, HttpRequest request, Duration timeout, String first) {}
