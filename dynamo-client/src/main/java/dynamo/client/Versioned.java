package dynamo.client;

import dynamo.version.Content;
import java.time.Instant;
import java.util.Optional;

/**
 * A value, or the tombstone of a delete, among those a key has.
 *
 * @param id names the sibling; a value that stands alone comes without
 * @param modified for people and last-write-wins; likewise
 */
public record Versioned(Content content, Optional<String> id, Optional<Instant> modified) {

    public boolean isDeleted() {
        return content instanceof Content.Tombstone;
    }
}
