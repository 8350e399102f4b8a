package dynamo.node.io.http;

import java.util.function.Supplier;

/**
 * What the admin port shows and does besides the node's own.
 *
 * @param metrics Prometheus text; asked on the thread that serves the admin port
 * @param drain ends the node once its requests are answered; returns at once
 */
public record AdminInfo(String clusterId, String version, Supplier<String> metrics, Runnable drain) {}
