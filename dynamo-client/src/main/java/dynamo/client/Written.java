package dynamo.client;

import java.util.Optional;

/**
 * A put or a delete that W replicas hold, fsynced.
 *
 * @param sibling names what was written
 * @param siblings how many concurrent values the key has now, this one included
 * @param context that the next write may use; absent when others stand beside this one, for it would cover what its
 *     writer never saw
 * @param tries of the node that answered to have it stored; after more than one, a second copy of the value may show later, beside
 *     what superseded the first
 */
public record Written(String sibling, int siblings, Optional<CausalContext> context, AnswerInfo info, int tries) {

    Written withoutContext() {
        return new Written(sibling, siblings, Optional.empty(), info, tries);
    }
}
