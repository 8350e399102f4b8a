package dynamo.client;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * How a client behaves.
 *
 * @param tryTimeout after which a silent node is passed over
 * @param rounds of asking all nodes before a call fails
 * @param isRouting whether homes of a key are asked first
 * @param isHedging whether slow reads are sent to a second node
 * @param executor of asynchronous calls
 */
record ClientConfig(
        ImmutableList<NodeAddress> seeds,
        Duration tryTimeout,
        int rounds,
        boolean isRouting,
        boolean isHedging,
        Executor executor,
        CallListener listener) {}
