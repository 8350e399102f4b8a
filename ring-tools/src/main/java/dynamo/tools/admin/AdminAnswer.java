package dynamo.tools.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dynamo.client.NodeAddress;
import java.time.Instant;
import java.util.Optional;

/**
 * What an admin port answered.
 *
 * @param text as it came
 * @param document the same, read; missing where it is no JSON
 * @param date the node's clock when it answered, to a second; empty where it did not say
 */
public record AdminAnswer(NodeAddress from, int status, String text, JsonNode document, Optional<Instant> date) {

    public boolean isGood() {
        return status >= 200 && status <= 299;
    }

    /** Of a problem; empty where it is none. */
    public String code() {
        return document.path("code").asText("");
    }

    public String detail() {
        return document.path("detail").asText("");
    }
}
