package dynamo.node.io.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dynamo.node.io.http.HttpSocket.Reply;
import dynamo.node.io.http.ServedCluster.Served;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator sees and does while the ring of four nodes changes. */
class RingPortTest {
    private ServedCluster cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = new ServedCluster(4, HttpConfig.data("127.0.0.1", 0));
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private static Reply get(Served at, String path) throws IOException {
        try (HttpSocket to = at.toAdmin()) {
            return to.get(path);
        }
    }

    private Reply post(String path, String body) throws IOException {
        return post(cluster.first(), path, body);
    }

    private static Reply post(Served at, String path, String body) throws IOException {
        try (HttpSocket to = at.toAdmin()) {
            return to.callWithBody("POST", path, body.getBytes(StandardCharsets.UTF_8));
        }
    }

    private Reply stage(String change) throws IOException {
        return post("/v1/ring/changes", change);
    }

    private String planned() throws IOException {
        return get(cluster.first(), "/v1/ring/plan").json().path("plan").asText();
    }

    private Reply commit(String plan) throws IOException {
        return post("/v1/ring/commit", "{\"plan\":\"" + plan + "\"}");
    }

    private static JsonNode await(Served at, String path, Predicate<JsonNode> isSo) throws IOException {
        long deadline = System.nanoTime() + 30_000_000_000L;
        try (HttpSocket to = at.toAdmin()) {
            while (true) {
                JsonNode shown = to.get(path).json();
                if (isSo.test(shown)) {
                    return shown;
                }
                assertThat(System.nanoTime()).as(shown.toString()).isLessThan(deadline);
            }
        }
    }

    private static void awaitSettled(Served at, int epoch) throws IOException {
        await(
                at,
                "/v1/cluster",
                shown -> shown.path("epoch").asInt() == epoch
                        && shown.path("settled").asBoolean()
                        && shown.path("agreed").asBoolean());
    }

    private static void assertRefused(Reply reply, String code, String detail) {
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.code()).isEqualTo(code);
        assertThat(reply.json().path("detail").asText()).contains(detail);
        assertThat(reply.json().path("outcome").asText()).isEqualTo("not_applied");
        assertThat(reply.json().path("retryable").asBoolean()).isFalse();
    }

    private static JsonNode member(JsonNode shown, String id) {
        for (JsonNode member : shown) {
            if (member.path("id").asText().equals(id)) {
                return member;
            }
        }
        throw new AssertionError(id + " is not shown in " + shown);
    }

    @Test
    void a_node_that_asks_to_join_is_planned_committed_and_then_serves() throws Exception {
        Served joining = cluster.join("n5");
        JsonNode before = await(
                cluster.first(),
                "/v1/cluster",
                shown -> shown.path("candidates").size() == 1);
        assertThat(before.path("candidates").toString())
                .isEqualTo("[{\"id\":\"n5\",\"address\":\"n5.test:7000\",\"zone\":\"default\",\"weight\":1.0,"
                        + "\"replaces\":null,\"reachable\":true}]");
        await(joining, "/v1/cluster", shown -> shown.path("epoch").asInt() == 1);
        Reply waits = get(joining, "/health/ready");
        assertThat(waits.status()).isEqualTo(503);
        assertThat(waits.code()).isEqualTo("starting");
        assertThat(waits.json().path("detail").asText())
                .isEqualTo("this node waits to be joined: ring join, plan, commit");
        try (HttpSocket to = joining.toData()) {
            Reply put = to.put("/v1/kv/b/k", "x");
            assertThat(put.status()).isEqualTo(503);
            assertThat(put.json().path("detail").asText())
                    .isEqualTo(waits.json().path("detail").asText());
            assertThat(put.json().path("outcome").asText()).isEqualTo("not_applied");
        }

        JsonNode plan = get(cluster.first(), "/v1/ring/plan").json();

        assertThat(plan.path("staged").toString())
                .isEqualTo("[{\"change\":\"join\",\"node\":\"n5\",\"by\":null,\"weight\":null,\"zone\":null,"
                        + "\"askedBy\":\"node\"}]");
        assertThat(plan.path("plan").asText()).matches("[0-9a-f]{8}");
        assertThat(plan.path("epoch").asInt()).isEqualTo(1);
        assertThat(plan.path("warnings").size()).isZero();
        assertThat(plan.path("moves").asInt())
                .isPositive()
                .isGreaterThanOrEqualTo(plan.path("minimum").asInt());
        assertThat(plan.path("zonesSafe").asBoolean()).isTrue();
        assertThat(plan.path("nodes").size()).isEqualTo(5);
        JsonNode load = member(plan.path("nodes"), "n5");
        assertThat(load.path("status").asText()).isEqualTo("joining");
        assertThat(load.path("owned").asInt()).isZero();
        assertThat(load.path("ownedNext").asInt()).isPositive();
        assertThat(load.path("replicas").asInt()).isZero();
        assertThat(load.path("replicasNext").asInt()).isEqualTo(load.path("in").asInt());

        Reply committed = commit(plan.path("plan").asText());

        assertThat(committed.status()).isEqualTo(200);
        assertThat(committed.text())
                .isEqualTo("{\"epoch\":2,\"plan\":\"" + plan.path("plan").asText() + "\"}");
        for (Served node : cluster.nodes) {
            awaitSettled(node, 2);
        }
        assertThat(get(joining, "/health/ready").status()).isEqualTo(200);
        JsonNode after = get(joining, "/v1/cluster").json();
        assertThat(after.path("proposer").asText()).isEqualTo("n1");
        assertThat(after.path("candidates").size()).isZero();
        JsonNode joined = member(after.path("members"), "n5");
        assertThat(joined.path("status").asText()).isEqualTo("valid");
        assertThat(joined.path("address").asText()).isEqualTo("n5.test:7000");
        assertThat(joined.path("replicas").asInt())
                .isEqualTo(load.path("replicasNext").asInt())
                .isEqualTo(joined.path("replicasNext").asInt());
        try (HttpSocket to = joining.toData()) {
            Reply put = to.put("/v1/kv/b/k", "x");
            assertThat(put.status()).isEqualTo(204);
            assertThat(put.all("Dynamo-Ring-Epoch")).containsExactly("2");
        }
    }

    @Test
    void a_node_that_left_is_out_and_says_so() throws Exception {
        stage("{\"change\":\"leave\",\"node\":\"n4\"}");
        commit(planned());
        Served left = cluster.nodes.get(3);
        for (Served node : cluster.nodes) {
            awaitSettled(node, 2);
        }
        JsonNode shown = get(cluster.first(), "/v1/cluster").json();
        assertThat(shown.path("members").findValuesAsText("id")).containsExactly("n1", "n2", "n3");
        Reply ready = get(left, "/health/ready");
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.json().path("detail").asText()).startsWith("this node was removed from the ring");
        JsonNode transfers = get(cluster.first(), "/v1/transfers").json();
        assertThat(transfers.at("/partitions/moved").asInt())
                .isEqualTo(transfers.at("/partitions/moving").asInt())
                .isPositive();
        assertThat(transfers.path("waitingFor").size()).isZero();
        assertThat(transfers.path("moves").size()).isZero();
    }

    @Test
    void a_plan_is_committed_as_it_was_seen_or_not_at_all() throws Exception {
        assertThat(get(cluster.first(), "/v1/ring/plan").text()).isEqualTo("{\"plan\":null,\"staged\":[]}");
        assertRefused(commit("7c1f03ab"), "plan-unknown", "look at the plan again");
        Reply staged = stage("{\"change\":\"weight\",\"node\":\"n1\",\"weight\":2}");
        assertThat(staged.text())
                .isEqualTo("{\"staged\":[{\"change\":\"weight\",\"node\":\"n1\",\"by\":null,\"weight\":2.0,"
                        + "\"zone\":null,\"askedBy\":\"operator\"}]}");
        String first = planned();
        assertThat(planned()).isEqualTo(first);
        stage("{\"change\":\"weight\",\"node\":\"n1\",\"weight\":0.5}");
        stage("{\"change\":\"zone\",\"node\":\"n2\",\"zone\":\"z2\"}");
        String second = planned();
        assertThat(second).isNotEqualTo(first);
        assertRefused(commit(first), "plan-unknown", "look at the plan again");
        assertThat(commit(second).json().path("epoch").asInt()).isEqualTo(2);
        assertRefused(commit(second), "plan-unknown", "look at the plan again");
        for (Served node : cluster.nodes) {
            awaitSettled(node, 2);
            JsonNode members = get(node, "/v1/cluster").json().path("members");
            assertThat(member(members, "n1").path("weight").asDouble()).isEqualTo(0.5);
            assertThat(member(members, "n2").path("zone").asText()).isEqualTo("z2");
        }

        stage("{\"change\":\"leave\",\"node\":\"n3\"}");
        try (HttpSocket to = cluster.first().toAdmin()) {
            Reply cleared = to.call("DELETE", "/v1/ring/changes");
            assertThat(cleared.status()).isEqualTo(204);
            assertThat(cleared.all("Cache-Control")).containsExactly("no-store");
        }
        assertThat(get(cluster.first(), "/v1/ring/plan").text()).isEqualTo("{\"plan\":null,\"staged\":[]}");
    }

    @Test
    void what_cannot_be_is_refused_with_the_reason() throws Exception {
        assertRefused(stage("{\"change\":\"join\",\"node\":\"n9\"}"), "ring-change-refused", "no node n9 asks to join");
        assertRefused(stage("{\"change\":\"down\",\"node\":\"n2\"}"), "ring-change-refused", "n2 is alive");
        assertRefused(stage("{\"change\":\"leave\",\"node\":\"n9\"}"), "ring-change-refused", "no member n9");
        assertRefused(
                stage("{\"change\":\"replace\",\"node\":\"n2\",\"by\":\"n9\"}"), "ring-change-refused", "no node n9");
        assertRefused(stage("{\"change\":\"cancel\"}"), "ring-change-refused", "no handoff is under way");
        stage("{\"change\":\"leave\",\"node\":\"n3\"}");
        cluster.cut(cluster.nodes.get(2));
        assertRefused(get(cluster.first(), "/v1/ring/plan"), "ring-change-refused", "n3 cannot be reached");
        assertRefused(commit("7c1f03ab"), "ring-change-refused", "n3 cannot be reached");
    }

    @Test
    void a_dead_node_is_declared_down_at_once() throws Exception {
        cluster.cut(cluster.nodes.get(3));
        stage("{\"change\":\"down\",\"node\":\"n4\"}");
        JsonNode plan = get(cluster.first(), "/v1/ring/plan").json();
        assertThat(plan.path("moves").asInt()).isZero();
        assertThat(plan.path("minimum").asInt()).isZero();
        assertThat(plan.path("nodes").size()).isZero();
        assertThat(plan.path("zonesSafe").asBoolean()).isTrue();
        assertThat(commit(plan.path("plan").asText()).json().path("epoch").asInt())
                .isEqualTo(1);
        for (Served node : cluster.nodes.subList(0, 3)) {
            await(
                    node,
                    "/v1/cluster",
                    shown -> member(shown.path("members"), "n4")
                            .path("status")
                            .asText()
                            .equals("down"));
        }
    }

    @Test
    void moves_are_seen_while_a_member_is_waited_for_and_can_be_cancelled() throws Exception {
        Served silent = cluster.nodes.get(2);
        Reply before = get(cluster.first(), "/v1/ring");
        cluster.silence(silent);
        stage("{\"change\":\"leave\",\"node\":\"n4\"}");
        assertThat(commit(planned()).status()).isEqualTo(200);

        JsonNode shown = await(
                cluster.first(),
                "/v1/transfers",
                transfers -> transfers.path("waitingFor").size() == 1);
        assertThat(shown.at("/waitingFor/0/node").asText()).isEqualTo("n3");
        assertThat(shown.at("/waitingFor/0/why").asText()).startsWith("has not adopted epoch 2");
        assertThat(shown.path("epoch").asInt()).isEqualTo(2);
        assertThat(shown.path("settled").asBoolean()).isFalse();
        assertThat(shown.path("cancelling").asBoolean()).isFalse();
        assertThat(shown.at("/partitions/moved").asInt()).isZero();
        assertThat(shown.at("/partitions/total").asInt()).isEqualTo(16);
        assertThat(shown.path("moves").size())
                .isEqualTo(shown.at("/partitions/moving").asInt());
        assertThat(shown.path("truncated").asBoolean(true)).isFalse();
        for (JsonNode move : shown.path("moves")) {
            assertThat(move.path("stage").asText()).isEqualTo("joint");
            assertThat(move.path("from").toString()).contains("n4");
            assertThat(move.path("to").toString()).doesNotContain("n4");
        }
        JsonNode members = get(cluster.first(), "/v1/cluster").json();
        assertThat(members.path("settled").asBoolean(true)).isFalse();
        assertThat(members.path("agreed").asBoolean(true)).isFalse();
        assertThat(member(members.path("members"), "n3").path("epochSeen").asBoolean(true))
                .isFalse();
        assertThat(member(members.path("members"), "n4").path("status").asText())
                .isEqualTo("leaving");
        assertThat(member(members.path("members"), "n4").path("replicasNext").asInt(-1))
                .isZero();
        assertShares(members);
        Reply during = get(cluster.first(), "/v1/ring");
        assertThat(during.header("ETag")).isNotEqualTo(before.header("ETag"));
        assertThat(pending(during)).isNotEmpty().doesNotContain("n4");
        JsonNode place = await(cluster.first(), "/v1/ring/locate?bucket=b&key=k", located -> true);
        assertThat(place.path("epoch").asInt()).isEqualTo(2);
        assertRefused(
                stageAndPlan("{\"change\":\"weight\",\"node\":\"n1\",\"weight\":2}"),
                "ring-change-refused",
                "a handoff is under way: 0 of");
        try (HttpSocket to = cluster.first().toAdmin()) {
            to.call("DELETE", "/v1/ring/changes");
        }

        stage("{\"change\":\"cancel\"}");
        JsonNode plan = get(cluster.first(), "/v1/ring/plan").json();
        assertThat(plan.path("moves").asInt()).isZero();
        assertThat(plan.path("nodes").size()).isZero();
        assertThat(commit(plan.path("plan").asText()).status()).isEqualTo(200);
        await(
                cluster.first(),
                "/v1/transfers",
                transfers -> transfers.path("cancelling").asBoolean());
        cluster.heal(silent);

        for (Served node : cluster.nodes) {
            awaitSettled(node, 3);
        }
        Reply after = get(cluster.first(), "/v1/ring");
        assertThat(owners(after)).isEqualTo(owners(before));
        assertThat(pending(after)).isEmpty();
        assertShares(get(cluster.first(), "/v1/cluster").json());
    }

    @Test
    void a_partition_that_moves_needs_a_quorum_of_its_old_homes_and_one_of_its_new() throws Exception {
        cluster.cut(cluster.nodes.get(1));
        cluster.cut(cluster.nodes.get(2));
        int lackingBefore = get(cluster.first(), "/health/cluster")
                .json()
                .path("partitions")
                .size();
        cluster.heal(cluster.nodes.get(1));
        cluster.heal(cluster.nodes.get(2));
        cluster.silence(cluster.nodes.get(2));
        await(
                cluster.first(),
                "/v1/cluster",
                shown -> member(shown.path("members"), "n2").path("reachable").asBoolean());
        stage("{\"change\":\"leave\",\"node\":\"n4\"}");
        assertThat(commit(planned()).status()).isEqualTo(200);

        cluster.cut(cluster.nodes.get(1));
        cluster.cut(cluster.nodes.get(2));

        Reply health = get(cluster.first(), "/health/cluster");
        assertThat(lackingBefore).isBetween(1, 15);
        assertThat(health.status()).isEqualTo(503);
        assertThat(health.json().path("detail").asText()).startsWith("16 of 16 partitions");
        assertThat(health.json().path("required").asInt()).isEqualTo(2);
        assertThat(health.json().path("received").asInt()).isEqualTo(1);
    }

    private Reply stageAndPlan(String change) throws IOException {
        assertThat(stage(change).status()).isEqualTo(200);
        return get(cluster.first(), "/v1/ring/plan");
    }

    private static void assertShares(JsonNode shown) {
        double sum = 0;
        for (JsonNode member : shown.path("members")) {
            sum += member.path("ownership").asDouble();
        }
        assertThat(sum).isEqualTo(1.0);
    }

    private static List<String> owners(Reply ring) {
        return ring.json().path("partitions").findValuesAsText("owner");
    }

    private static List<String> pending(Reply ring) {
        List<String> pending = new ArrayList<>();
        for (JsonNode partition : ring.json().path("partitions")) {
            assertThat(partition.at("/preferenceList/0").asText())
                    .isEqualTo(partition.path("owner").asText());
            if (!partition.path("pending").isNull()) {
                pending.add(partition.path("pending").asText());
            }
        }
        return pending;
    }

    @Test
    void the_tag_of_the_ring_changes_with_everything_that_is_shown() throws Exception {
        Reply first = get(cluster.first(), "/v1/ring");
        stage("{\"change\":\"leave\",\"node\":\"n4\"}");
        commit(planned());
        List<Reply> seen = new ArrayList<>(List.of(first));
        long deadline = System.nanoTime() + 30_000_000_000L;
        try (HttpSocket to = cluster.first().toAdmin()) {
            while (pending(seen.get(seen.size() - 1)).size() > 0 || seen.size() < 2) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                String tag = seen.get(seen.size() - 1).header("ETag").orElseThrow();
                Reply next = to.get("/v1/ring", "If-None-Match: " + tag);
                if (next.status() == 200) {
                    seen.add(next);
                }
            }
        }
        assertThat(seen.stream().map(Reply::text).distinct().count()).isEqualTo(seen.size());
        assertThat(seen.stream().map(reply -> reply.header("ETag")).distinct().count())
                .isEqualTo(seen.size());
    }

    @Test
    void a_change_is_read_strictly() throws Exception {
        for (String body : new String[] {
            "",
            "[]",
            "null",
            "{",
            "{\"change\":\"leave\",\"node\":\"n4\"}x",
            "{\"change\":\"leave\",\"node\":\"n4\",\"node\":\"n4\"}",
            "{\"change\":\"leave\",\"nod\":\"n4\"}",
            "{\"change\":\"leave\",\"node\":4}",
            "{\"change\":\"leave\",\"node\":null}",
            "{\"change\":\"weight\",\"node\":\"n4\",\"weight\":\"2\"}",
            "{\"change\":\"weight\",\"node\":\"n4\",\"weight\":NaN}",
            "{\"change\":[\"leave\"],\"node\":\"n4\"}"
        }) {
            Reply reply = stage(body);
            assertThat(reply.status()).as(body).isEqualTo(400);
            assertThat(reply.code()).as(body).isEqualTo("bad-json");
        }
        assertThat(stage("{\"change\":\"leave\",\"nod\":\"n4\"}")
                        .json()
                        .path("detail")
                        .asText())
                .isEqualTo("there is no member \"nod\" here");
        assertThat(get(cluster.first(), "/v1/ring/plan").json().path("plan").isNull())
                .isTrue();
    }

    @Test
    void a_change_has_what_it_needs_and_no_more() throws Exception {
        for (String[] each : new String[][] {
            {"{}", "\"change\" is missing"},
            {"{\"change\":\"jion\"}", "a change is one of join, leave, replace, remove, down, weight, zone and cancel"},
            {"{\"change\":\"leave\"}", "the change leave needs a \"node\""},
            {"{\"change\":\"cancel\",\"node\":\"n4\"}", "the change cancel takes no \"node\""},
            {"{\"change\":\"join\",\"node\":\"n4\",\"weight\":2}", "the change join takes no \"weight\""},
            {"{\"change\":\"leave\",\"node\":\"n4\",\"by\":\"n5\"}", "the change leave takes no \"by\""},
            {"{\"change\":\"replace\",\"node\":\"n4\"}", "the change replace needs a \"by\""},
            {"{\"change\":\"weight\",\"node\":\"n4\"}", "the change weight needs a \"weight\""},
            {"{\"change\":\"zone\",\"node\":\"n4\"}", "the change zone needs a \"zone\""},
            {"{\"change\":\"weight\",\"node\":\"n4\",\"weight\":0}", "a weight is a number from 0.01 to 100.0"},
            {"{\"change\":\"weight\",\"node\":\"n4\",\"weight\":1e999}", "a weight is a number from 0.01 to 100.0"},
            {"{\"change\":\"zone\",\"node\":\"n4\",\"zone\":\"\"}", "a zone name is 1 to 64 of A-Z a-z 0-9 _ . -"},
            {"{\"change\":\"leave\",\"node\":\"n 4\"}", "a node name is 1 to 64 of A-Z a-z 0-9 _ . -"}
        }) {
            Reply reply = stage(each[0]);
            assertThat(reply.status()).as(each[0]).isEqualTo(400);
            assertThat(reply.code()).as(each[0]).isEqualTo("bad-request");
            assertThat(reply.json().path("detail").asText()).isEqualTo(each[1]);
        }
        assertThat(post("/v1/ring/commit", "{}").json().path("detail").asText()).isEqualTo("\"plan\" is missing");
        assertThat(post("/v1/ring/commit", "{\"plan\":\"x\",\"force\":\"y\"}").code())
                .isEqualTo("bad-json");
        assertThat(stage("{\"change\":\"" + "x".repeat(5000) + "\"}").status()).isEqualTo(413);
        assertThat(post("/v1/ring/changes?x=1", "{}").status()).isEqualTo(400);
    }
}
