package dynamo.tools.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.time.Duration;
import java.util.Optional;

/** {@code GET /v1/anti-entropy}: how far a node is with being like the other homes of its partitions. */
public record AntiEntropyView(
        String node,
        String state,
        long treesBuilt,
        long treesUnbuilt,
        int running,
        Optional<Duration> scrubbed,
        long tombstonesWaiting,
        ImmutableSortedMap<String, Long> tombstonesWaitingFor,
        ImmutableList<Compared> partitions) {

    /** A pair of homes whose exchanges this node begins. */
    public record Compared(
            int partition,
            String peer,
            Optional<Duration> lastCompleted,
            long keysRepaired,
            long bytesSent,
            long bytesReceived,
            long failures,
            Optional<String> lastError) {}

    public static AntiEntropyView of(JsonNode document) {
        ImmutableSortedMap.Builder<String, Long> waitingFor = ImmutableSortedMap.naturalOrder();
        for (var home : document.path("tombstonesWaitingFor").properties()) {
            waitingFor.put(home.getKey(), home.getValue().asLong());
        }
        ImmutableList.Builder<Compared> partitions = ImmutableList.builder();
        for (JsonNode compared : document.path("partitions")) {
            partitions.add(new Compared(
                    compared.path("id").asInt(),
                    compared.path("peer").asText(),
                    ago(compared.path("lastCompletedMillisAgo")),
                    compared.path("keysRepaired").asLong(),
                    compared.path("bytesSent").asLong(),
                    compared.path("bytesReceived").asLong(),
                    compared.path("failures").asLong(),
                    Optional.ofNullable(compared.path("lastError").asText(null))));
        }
        return new AntiEntropyView(
                document.path("node").asText(),
                document.path("state").asText(),
                document.path("treesBuilt").asLong(),
                document.path("treesUnbuilt").asLong(),
                document.path("running").size(),
                ago(document.path("scrubbedMillisAgo")),
                document.path("tombstonesWaiting").asLong(),
                waitingFor.buildOrThrow(),
                partitions.build());
    }

    private static Optional<Duration> ago(JsonNode millis) {
        return millis.isNumber() ? Optional.of(Duration.ofMillis(millis.asLong())) : Optional.empty();
    }
}
