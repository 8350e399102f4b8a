package dynamo.tools.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import java.util.Optional;

/** {@code GET /v1/ring}: who owns what. */
public record RingView(long epoch, ImmutableList<Partition> partitions) {

    /**
     * A slice of the hash space.
     *
     * @param pending who is to own it after the handoff, where that is another
     * @param preferenceList its homes first, the owner leading; cut short in a large cluster
     */
    public record Partition(int id, String owner, Optional<String> pending, ImmutableList<String> preferenceList) {

        public ImmutableList<String> homes(int replicas) {
            return preferenceList.subList(0, Math.min(replicas, preferenceList.size()));
        }
    }

    public static RingView of(JsonNode document) {
        ImmutableList.Builder<Partition> partitions = ImmutableList.builder();
        for (JsonNode partition : document.path("partitions")) {
            ImmutableList.Builder<String> list = ImmutableList.builder();
            partition.path("preferenceList").forEach(node -> list.add(node.asText()));
            partitions.add(new Partition(
                    partition.path("id").asInt(),
                    partition.path("owner").asText(),
                    Optional.ofNullable(partition.path("pending").asText(null)),
                    list.build()));
        }
        return new RingView(document.path("epoch").asLong(), partitions.build());
    }
}
