package dynamo.tools.http;

import dynamo.version.Bytes;

/**
 * What came back.
 *
 * @param context the Causal-Context header, empty when there is none
 * @param siblings the Dynamo-Siblings header, 0 when there is none
 * @param body at most as many bytes as the connection was told to keep
 */
public record HttpAnswer(int status, String context, int siblings, Bytes body, boolean isLast) {}
