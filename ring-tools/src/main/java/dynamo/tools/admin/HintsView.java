package dynamo.tools.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;

/** {@code GET /v1/hints}: what a node keeps for others that are away. */
public record HintsView(String node, long bytes, long bytesMax, ImmutableList<Home> homes) {

    /** @param state WAITING or REPLAYING */
    public record Home(String node, long hints, long bytes, String state) {}

    public static HintsView of(JsonNode document) {
        ImmutableList.Builder<Home> homes = ImmutableList.builder();
        for (JsonNode home : document.path("homes")) {
            homes.add(new Home(
                    home.path("node").asText(),
                    home.path("hints").asLong(),
                    home.path("bytes").asLong(),
                    home.path("state").asText()));
        }
        return new HintsView(
                document.path("node").asText(),
                document.path("bytes").asLong(),
                document.path("bytesMax").asLong(),
                homes.build());
    }
}
