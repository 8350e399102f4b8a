package dynamo.client;

import java.util.Optional;

/**
 * A put or a delete that W replicas hold, fsynced.
 *
 * @param sibling names what was written
 * @param siblings how many concurrent values the key has now, this one included
 * @param context that the next write may use; absent when others stand beside this one, for it would cover what its
 *     writer never saw
 */
public record Written(String sibling, int siblings, Optional<CausalContext> context, AnswerInfo info) {}
