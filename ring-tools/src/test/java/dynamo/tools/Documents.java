package dynamo.tools;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dynamo.ring.Claim;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.ring.Ring;
import java.util.ArrayList;
import java.util.List;

/** Documents of the admin port, of a cluster that is well, to be spoilt by tests. */
public final class Documents {
    private static final String ZONES = "abc";

    private Documents() {}

    /** Nodes n1 to nN in zones za, zb, zc; all well; epoch 4. */
    public static ObjectNode cluster(int nodes) {
        Ring ring = claimed(nodes);
        ObjectNode cluster = JsonNodeFactory.instance.objectNode();
        cluster.put("clusterId", "prod").put("epoch", 4).put("proposer", "n1").put("node", "n1");
        cluster.put("version", "1.2").put("partitions", ring.partitions()).put("n", 3);
        cluster.put("replicas", ring.replicas()).put("settled", true).put("agreed", true);
        ArrayNode members = cluster.putArray("members");
        for (Member member : ring.members()) {
            long replicas = 0;
            for (int partition = 0; partition < ring.partitions(); partition++) {
                replicas += ring.preferenceList(partition).isPrimary(member.id()) ? 1 : 0;
            }
            members.addObject()
                    .put("id", member.id().name())
                    .put("zone", member.zone())
                    .put("weight", 1.0)
                    .put("address", "10.0.0." + member.id().name().substring(1) + ":7000")
                    .put("state", "ALIVE")
                    .put("reachable", true)
                    .put("status", "valid")
                    .put("ownership", ring.ownership(member.id()))
                    .put("replicas", replicas)
                    .put("replicasNext", replicas)
                    .put("hintsPending", 0)
                    .put("epochSeen", true);
        }
        cluster.putArray("candidates");
        return cluster;
    }

    public static ObjectNode member(ObjectNode cluster, int number) {
        return (ObjectNode) cluster.path("members").get(number - 1);
    }

    public static ObjectNode candidate(ObjectNode cluster, String id) {
        return ((ArrayNode) cluster.path("candidates"))
                .addObject()
                .put("id", id)
                .put("address", "10.0.0.9:7000")
                .put("zone", "za")
                .put("weight", 1.0)
                .putNull("replaces")
                .put("reachable", true);
    }

    public static ObjectNode ring(int nodes) {
        Ring ring = claimed(nodes);
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("epoch", 4);
        ArrayNode partitions = document.putArray("partitions");
        for (int partition = 0; partition < ring.partitions(); partition++) {
            ObjectNode each = partitions.addObject();
            each.put("id", partition).put("owner", ring.owner(partition).name()).putNull("pending");
            ArrayNode list = each.putArray("preferenceList");
            ring.preferenceList(partition)
                    .entries()
                    .forEach(entry -> list.add(entry.node().name()));
        }
        return document;
    }

    public static ObjectNode pending(ObjectNode ring, int partition, String node) {
        return ((ObjectNode) ring.path("partitions").get(partition)).put("pending", node);
    }

    private static Ring claimed(int nodes) {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            members.add(new Member(new NodeId("n" + (i + 1)), "z" + ZONES.charAt(i % ZONES.length())));
        }
        return Claim.first(members, 64, 3);
    }
}
