package dynamo.tools.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code GET /v1/cluster}: who is a member, and how each of them is.
 *
 * @param node that answered
 * @param replicas homes of every partition; 0 where the node does not say
 * @param settled whether no handoff is under way
 * @param agreed whether every member that is not down has adopted this epoch
 * @param candidates nodes that wait to be let in
 */
public record ClusterView(
        String clusterId,
        long epoch,
        String node,
        String version,
        int partitions,
        int n,
        int replicas,
        boolean settled,
        boolean agreed,
        ImmutableList<Member> members,
        ImmutableList<Candidate> candidates) {

    /**
     * A member of the ring.
     *
     * @param state as gossip has it: ALIVE, SUSPECT or DEAD
     * @param status as the plan has it: joining, valid, down, leaving or removed
     * @param ownership share of the partitions
     * @param replicas partitions it is a home of; -1 where the node does not say
     * @param replicasNext the same after the handoff
     */
    public record Member(
            String id,
            String zone,
            double weight,
            String address,
            String state,
            boolean reachable,
            String status,
            double ownership,
            int replicas,
            int replicasNext,
            long hintsPending,
            boolean epochSeen) {

        /** Whether the plan wants it to own something and to be up. */
        public boolean isWanted() {
            return status.equals("valid") || status.equals("joining");
        }

        public boolean isUp() {
            return state.equals("ALIVE") && reachable;
        }
    }

    /** A node that was started to join, and is no member yet. */
    public record Candidate(
            String id, String address, String zone, double weight, Optional<String> replaces, boolean reachable) {}

    public static ClusterView of(JsonNode document) {
        ImmutableList.Builder<Member> members = ImmutableList.builder();
        document.path("members").forEach(member -> members.add(member(member)));
        ImmutableList.Builder<Candidate> candidates = ImmutableList.builder();
        document.path("candidates").forEach(candidate -> candidates.add(candidate(candidate)));
        return new ClusterView(
                document.path("clusterId").asText(),
                document.path("epoch").asLong(),
                document.path("node").asText(),
                document.path("version").asText(),
                document.path("partitions").asInt(),
                document.path("n").asInt(),
                document.path("replicas").asInt(),
                document.path("settled").asBoolean(true),
                document.path("agreed").asBoolean(true),
                members.build(),
                candidates.build());
    }

    private static Member member(JsonNode member) {
        int replicas = member.path("replicas").asInt(-1);
        return new Member(
                member.path("id").asText(),
                member.path("zone").asText(),
                member.path("weight").asDouble(1),
                member.path("address").asText(),
                member.path("state").asText().toUpperCase(Locale.ROOT),
                member.path("reachable").asBoolean(true),
                member.path("status").asText("valid").toLowerCase(Locale.ROOT),
                member.path("ownership").asDouble(),
                replicas,
                member.path("replicasNext").asInt(replicas),
                member.path("hintsPending").asLong(),
                member.path("epochSeen").asBoolean(true));
    }

    private static Candidate candidate(JsonNode candidate) {
        return new Candidate(
                candidate.path("id").asText(),
                candidate.path("address").asText(),
                candidate.path("zone").asText(),
                candidate.path("weight").asDouble(1),
                Optional.ofNullable(candidate.path("replaces").asText(null)),
                candidate.path("reachable").asBoolean(true));
    }

    public Optional<Member> member(String id) {
        return members.stream().filter(member -> member.id().equals(id)).findFirst();
    }
}
