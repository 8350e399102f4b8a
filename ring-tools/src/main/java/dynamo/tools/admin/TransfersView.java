package dynamo.tools.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code GET /v1/transfers}: how far a handoff is.
 *
 * @param moving partitions whose homes change
 * @param moved those of them that are done
 */
public record TransfersView(
        long epoch,
        boolean settled,
        boolean cancelling,
        int moving,
        int moved,
        int total,
        ImmutableList<Waiting> waitingFor,
        ImmutableList<Move> moves,
        ImmutableList<Receiving> receiving,
        ImmutableList<HandingOver> handingOver) {

    /** A node that holds the handoff up. */
    public record Waiting(String node, String why) {}

    /**
     * A partition on its way.
     *
     * @param stage joint, proven, switched or moved
     */
    public record Move(int partition, ImmutableList<String> from, ImmutableList<String> to, String stage) {}

    /** What the node that answered is sent. */
    public record Receiving(int partition, String from, long keys, long bytes, String state) {}

    /** What the node that answered gives away. */
    public record HandingOver(int partition, ImmutableList<String> to, String state) {}

    public static TransfersView of(JsonNode document) {
        List<Waiting> waiting = new ArrayList<>();
        document.path("waitingFor")
                .forEach(each -> waiting.add(
                        new Waiting(each.path("node").asText(), each.path("why").asText())));
        List<Move> moves = new ArrayList<>();
        document.path("moves")
                .forEach(each -> moves.add(new Move(
                        each.path("partition").asInt(),
                        names(each.path("from")),
                        names(each.path("to")),
                        each.path("stage").asText())));
        List<Receiving> receiving = new ArrayList<>();
        document.path("receiving")
                .forEach(each -> receiving.add(new Receiving(
                        each.path("partition").asInt(),
                        each.path("from").asText(),
                        each.path("keys").asLong(),
                        each.path("bytes").asLong(),
                        each.path("state").asText())));
        List<HandingOver> handingOver = new ArrayList<>();
        document.path("handingOver")
                .forEach(each -> handingOver.add(new HandingOver(
                        each.path("partition").asInt(),
                        names(each.path("to")),
                        each.path("state").asText())));
        JsonNode partitions = document.path("partitions");
        return new TransfersView(
                document.path("epoch").asLong(),
                document.path("settled").asBoolean(true),
                document.path("cancelling").asBoolean(false),
                partitions.path("moving").asInt(),
                partitions.path("moved").asInt(),
                partitions.path("total").asInt(),
                ImmutableList.copyOf(waiting),
                ImmutableList.copyOf(moves),
                ImmutableList.copyOf(receiving),
                ImmutableList.copyOf(handingOver));
    }

    /** Of the partitions whose homes change. */
    public double part() {
        return moving == 0 ? 1 : (double) moved / moving;
    }

    private static ImmutableList<String> names(JsonNode nodes) {
        ImmutableList.Builder<String> names = ImmutableList.builder();
        nodes.forEach(node -> names.add(node.asText()));
        return names.build();
    }
}
