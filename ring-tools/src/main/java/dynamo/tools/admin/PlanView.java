package dynamo.tools.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code GET /v1/ring/plan}: what is staged, and what it would do.
 *
 * @param plan its name; empty where nothing is staged
 * @param epoch the plan is made on
 * @param moves replicas that somebody receives
 * @param minimum the fewest moves that lead to such a ring
 */
public record PlanView(
        Optional<String> plan,
        long epoch,
        ImmutableList<Change> staged,
        ImmutableList<String> warnings,
        long moves,
        long minimum,
        boolean zonesSafe,
        ImmutableList<Node> nodes) {

    /** A change that was asked for, by an operator or by the node itself. */
    public record Change(
            String change,
            String node,
            Optional<String> by,
            Optional<Double> weight,
            Optional<String> zone,
            String askedBy) {

        static Change of(JsonNode change) {
            JsonNode weight = change.path("weight");
            return new Change(
                    change.path("change").asText(),
                    change.path("node").asText(""),
                    Optional.ofNullable(change.path("by").asText(null)),
                    weight.isNumber() ? Optional.of(weight.asDouble()) : Optional.empty(),
                    Optional.ofNullable(change.path("zone").asText(null)),
                    change.path("askedBy").asText("operator"));
        }

        /** In the words of the command that stages it. */
        public String words() {
            return switch (change) {
                case "replace" ->
                    "replace " + node + by.map(other -> " by " + other).orElse("");
                case "weight" ->
                    "weight " + node + weight.map(value -> " " + plain(value)).orElse("");
                case "zone" -> "zone " + node + zone.map(name -> " " + name).orElse("");
                case "join" ->
                    "join " + node + zone.map(name -> " in zone " + name).orElse("")
                            + weight.filter(value -> value != 1)
                                    .map(value -> " of weight " + plain(value))
                                    .orElse("");
                default -> (change + " " + node).strip();
            };
        }
    }

    /** A node before and after, in partitions. */
    public record Node(
            String id,
            String zone,
            String status,
            double weight,
            int owned,
            int ownedNext,
            int replicas,
            int replicasNext,
            int in,
            int out) {}

    public static PlanView of(JsonNode document) {
        ImmutableList.Builder<String> warnings = ImmutableList.builder();
        document.path("warnings").forEach(warning -> warnings.add(warning.asText()));
        ImmutableList.Builder<Node> nodes = ImmutableList.builder();
        document.path("nodes").forEach(node -> nodes.add(node(node)));
        return new PlanView(
                Optional.ofNullable(document.path("plan").asText(null)),
                document.path("epoch").asLong(),
                changes(document.path("staged")),
                warnings.build(),
                document.path("moves").asLong(),
                document.path("minimum").asLong(),
                document.path("zonesSafe").asBoolean(true),
                nodes.build());
    }

    /** Also what a change is answered with. */
    public static ImmutableList<Change> changes(JsonNode staged) {
        ImmutableList.Builder<Change> changes = ImmutableList.builder();
        staged.forEach(change -> changes.add(Change.of(change)));
        return changes.build();
    }

    private static Node node(JsonNode node) {
        return new Node(
                node.path("id").asText(),
                node.path("zone").asText(),
                node.path("status").asText().toLowerCase(Locale.ROOT),
                node.path("weight").asDouble(1),
                node.path("owned").asInt(),
                node.path("ownedNext").asInt(),
                node.path("replicas").asInt(),
                node.path("replicasNext").asInt(),
                node.path("in").asInt(),
                node.path("out").asInt());
    }

    private static String plain(double number) {
        return String.format(Locale.ROOT, "%s", number).replaceAll("\\.0$", "");
    }
}
