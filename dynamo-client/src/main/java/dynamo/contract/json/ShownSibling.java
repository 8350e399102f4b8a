package dynamo.contract.json;

import dynamo.version.Content;
import java.time.Instant;

/**
 * A sibling as a client is shown it.
 *
 * @param id names it; equal ids are equal siblings, at every node
 * @param modified for people only, never for causality
 */
public record ShownSibling(String id, Instant modified, Content content) {}
