package dynamo.tools.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** {@code GET /v1/ring/locate}: where a key lies, and what each of its homes has of it. */
public record PlaceView(String hash, int partition, ImmutableList<Replica> replicas) {

    /**
     * A place of the key's preference list.
     *
     * @param state ALIVE, AMNESIAC, UNREADABLE or UNREACHABLE
     * @param record empty where it has none, or cannot tell
     */
    public record Replica(String node, String role, String state, Optional<Held> record) {

        /** Whether an empty record means that there is none. */
        public boolean canTell() {
            return state.equals("ALIVE");
        }
    }

    /** A replica's own record. */
    public record Held(String context, ImmutableList<Shown> siblings) {}

    /** @param what the value in a few words, or {@code deleted} */
    public record Shown(String id, Instant modified, boolean deleted, String contentType, String what) {}

    public static PlaceView of(JsonNode document) {
        ImmutableList.Builder<Replica> replicas = ImmutableList.builder();
        for (JsonNode replica : document.path("preferenceList")) {
            JsonNode record = replica.path("record");
            replicas.add(new Replica(
                    replica.path("node").asText(),
                    replica.path("role").asText(),
                    replica.path("state").asText(),
                    record.isObject() ? Optional.of(held(record)) : Optional.empty()));
        }
        return new PlaceView(
                document.path("hash").asText(), document.path("partition").asInt(), replicas.build());
    }

    private static Held held(JsonNode record) {
        ImmutableList.Builder<Shown> siblings = ImmutableList.builder();
        for (JsonNode sibling : record.path("siblings")) {
            boolean deleted = sibling.path("deleted").asBoolean();
            siblings.add(new Shown(
                    sibling.path("id").asText(),
                    instant(sibling.path("modified").asText()),
                    deleted,
                    sibling.path("contentType").asText(),
                    deleted ? "deleted" : what(sibling)));
        }
        return new Held(record.path("context").asText(""), siblings.build());
    }

    private static String what(JsonNode sibling) {
        if (sibling.has("json")) {
            return sibling.path("json").toString();
        }
        return sibling.has("text")
                ? sibling.path("text").asText()
                : "base64 " + sibling.path("base64").asText();
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }
}
