/**
 * Counters and latency histograms of a running node, and their Prometheus text.
 *
 * <p>Hears of events through the node-events door; the features do not know that they are measured.
 */
@NullMarked
package dynamo.node.io.metrics;

import org.jspecify.annotations.NullMarked;
