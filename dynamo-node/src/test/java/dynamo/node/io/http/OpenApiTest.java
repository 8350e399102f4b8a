package dynamo.node.io.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dynamo.node.io.http.HttpSocket.Reply;
import dynamo.version.Bytes;
import dynamo.version.ContextSeal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The published contract and the live routes agree, in both directions. */
class OpenApiTest {
    private static ServedCluster cluster;
    private static JsonNode contract;
    private static final String WEIGHT = "{\"change\":\"weight\",\"node\":\"n1\",\"weight\":2}";

    @BeforeAll
    static void start() throws Exception {
        cluster = ServedCluster.alone();
        try (HttpSocket admin = cluster.first().toAdmin()) {
            contract = admin.get("/openapi.json").json();
        }
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    /** Such as {@code GET /v1/ring}. HEAD goes with every GET. */
    private static Set<String> described() {
        Set<String> operations = new TreeSet<>();
        for (Map.Entry<String, JsonNode> path : contract.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                String method = operation.getKey().toUpperCase(Locale.ROOT);
                if (!method.equals("PARAMETERS")) {
                    operations.add(method + " " + path.getKey());
                }
                if (method.equals("GET")) {
                    operations.add("HEAD " + path.getKey());
                }
            }
        }
        return operations;
    }

    private static List<Route> routes() {
        NodeDoor door = new NodeDoor(cluster.first().node, cluster.loop);
        ContextSeal seal = new ContextSeal(Bytes.utf8("a secret of sixteen bytes or more"));
        AdminInfo info = new AdminInfo("c", "v", () -> "", () -> {});
        List<Route> routes = new ArrayList<>(DataRoutes.router(door, seal, 1).routes());
        routes.addAll(AdminRoutes.router(door, seal, info).routes());
        return routes;
    }

    @Test
    void every_route_is_described_and_nothing_else() {
        Set<String> live = new TreeSet<>();
        for (Route route : routes()) {
            route.methods().keySet().forEach(method -> live.add(method + " " + route.template()));
        }
        assertThat(described()).isEqualTo(live);
    }

    @Test
    void every_described_operation_is_served() throws IOException {
        for (String operation : described()) {
            String method = operation.substring(0, operation.indexOf(' '));
            String path = operation.substring(operation.indexOf(' ') + 1);
            boolean isData = path.startsWith("/v1/kv") || path.equals("/v1/routing");
            String target = path.replace("{bucket}", "b").replace("{key}", "k").replace("{key64}", "aw");
            try (HttpSocket to =
                    isData ? cluster.first().toData() : cluster.first().toAdmin()) {
                Reply reply = to.callWithBody(method, target, new byte[0]);
                assertThat(reply.status()).as(operation).isNotIn(405, 501);
                boolean isProblem = reply.header("Content-Type").orElse("").contains("problem");
                assertThat(isProblem && reply.code().equals("no-such-route"))
                        .as(operation)
                        .isFalse();
            }
        }
    }

    /** A comma in a line of YAML may end a sentence and begin a member. */
    @Test
    void no_member_is_empty() {
        assertNoneEmpty("", contract);
    }

    private static void assertNoneEmpty(String place, JsonNode node) {
        assertThat(node.isNull()).as(place).isFalse();
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            assertNoneEmpty(place + "/" + member.getKey(), member.getValue());
        }
    }

    @Test
    void references_lead_somewhere() {
        assertThat(contract.path("openapi").asText()).isEqualTo("3.0.3");
        for (JsonNode reference : contract.findValues("$ref")) {
            assertThat(contract.at(reference.asText().substring(1)).isMissingNode())
                    .as(reference.asText())
                    .isFalse();
        }
        assertThat(contract.path("paths").findValuesAsText("operationId")).doesNotHaveDuplicates();
    }

    /** The response that is described for an answer of this operation. */
    private static JsonNode response(String path, String method, int status) {
        JsonNode responses = contract.path("paths").path(path).path(method).path("responses");
        JsonNode response =
                responses.has("" + status) ? responses.path("" + status) : responses.path(status / 100 + "XX");
        return response.has("$ref") ? contract.at(response.path("$ref").asText().substring(1)) : response;
    }

    private static void assertDescribed(String path, String method, Reply reply) {
        JsonNode response = response(path, method, reply.status());
        assertThat(response.isMissingNode())
                .as("%s %s answered %s", method, path, reply.status())
                .isFalse();
        String type = reply.header("Content-Type").orElse("none").replaceAll(";.*", "");
        if (!reply.body().isEmpty()) {
            JsonNode content = response.path("content");
            assertThat(content.has(type) || content.has("*/*"))
                    .as("%s of %s %s %s", type, method, path, reply.status())
                    .isTrue();
        }
        if (type.equals("application/problem+json") && !method.equals("head")) {
            assertProblem(reply.json());
        }
    }

    private static void assertProblem(JsonNode problem) {
        JsonNode schema = contract.at("/components/schemas/Problem");
        schema.path("required")
                .forEach(member -> assertThat(problem.has(member.asText()))
                        .as(member.asText())
                        .isTrue());
        problem.fieldNames()
                .forEachRemaining(member -> assertThat(schema.path("properties").has(member))
                        .as(member)
                        .isTrue());
        assertThat(ImmutableList.copyOf(schema.at("/properties/code/enum")).stream()
                        .map(JsonNode::asText))
                .contains(problem.path("code").asText());
    }

    /** The answer is described, and so is everything in its document. */
    private static void assertDocumented(String path, String method, Reply reply) {
        assertDescribed(path, method, reply);
        JsonNode schema = response(path, method, reply.status()).at("/content/application~1json/schema");
        assertFits(path, schema, reply.json());
    }

    private static void assertFits(String place, JsonNode described, JsonNode shown) {
        JsonNode schema = described.has("$ref")
                ? contract.at(described.path("$ref").asText().substring(1))
                : described;
        if (shown.isNull()) {
            assertThat(schema.path("nullable").asBoolean()).as(place).isTrue();
        } else if (shown.isArray()) {
            assertThat(schema.path("type").asText()).as(place).isEqualTo("array");
            shown.forEach(item -> assertFits(place + "[]", schema.path("items"), item));
        } else if (shown.isObject()) {
            schema.path("required")
                    .forEach(member -> assertThat(shown.has(member.asText()))
                            .as(place + "/" + member.asText())
                            .isTrue());
            for (Map.Entry<String, JsonNode> member : shown.properties()) {
                JsonNode known = schema.path("properties").has(member.getKey())
                        ? schema.path("properties").path(member.getKey())
                        : schema.path("additionalProperties");
                assertThat(known.isMissingNode())
                        .as(place + "/" + member.getKey())
                        .isFalse();
                assertFits(place + "/" + member.getKey(), known, member.getValue());
            }
        } else if (schema.has("enum")) {
            assertThat(ImmutableList.copyOf(schema.path("enum"))).as(place).contains(shown);
        }
    }

    @Test
    void documents_of_the_admin_port_are_described() throws IOException {
        try (HttpSocket admin = cluster.first().toAdmin()) {
            for (String path : List.of("/v1/hints", "/v1/anti-entropy", "/v1/transfers", "/v1/cluster", "/v1/ring")) {
                assertDocumented(path, "get", admin.get(path));
            }
            assertDocumented("/v1/ring/locate", "get", admin.get("/v1/ring/locate?bucket=b&key=none"));
        }
    }

    @Test
    void changes_of_the_ring_are_described() throws IOException {
        try (HttpSocket admin = cluster.first().toAdmin()) {
            assertDocumented("/v1/ring/plan", "get", admin.get("/v1/ring/plan"));
            assertDocumented("/v1/ring/changes", "post", post(admin, "/v1/ring/changes", WEIGHT));
            Reply plan = admin.get("/v1/ring/plan");
            assertDocumented("/v1/ring/plan", "get", plan);
            String named = "{\"plan\":\"" + plan.json().path("plan").asText() + "\"}";
            assertDocumented("/v1/ring/commit", "post", post(admin, "/v1/ring/commit", named));
            assertDescribed("/v1/ring/commit", "post", post(admin, "/v1/ring/commit", named));
            assertDescribed("/v1/ring/commit", "post", post(admin, "/v1/ring/commit", "{"));
            assertDescribed("/v1/ring/changes", "post", post(admin, "/v1/ring/changes", "{\"change\":\"cancel\"}"));
            assertDescribed("/v1/ring/changes", "delete", admin.call("DELETE", "/v1/ring/changes"));
        }
    }

    private static Reply post(HttpSocket admin, String path, String body) throws IOException {
        return admin.callWithBody("POST", path, body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void answers_are_described() throws IOException {
        String path = "/v1/kv/{bucket}/{key}";
        try (HttpSocket to = cluster.first().toData();
                HttpSocket admin = cluster.first().toAdmin()) {
            for (Reply reply : List.of(
                    to.put("/v1/kv/b/x", "1"),
                    to.put("/v1/kv/b/x?return=body", "2"),
                    to.put("/v1/kv/b/y?return=body", "2"),
                    to.put("/v1/kv/b/x?w=0", "2"),
                    to.put("/v1/kv/b/x?timeout=0s", "2"),
                    to.put("/v1/kv/b//x", "2"),
                    to.put("/v1/kv/b/x", "2", "If-None-Match: *"),
                    to.put("/v1/kv/b/x", "2", "Content-Encoding: gzip"),
                    to.put("/v1/kv/b/x", "2", "Causal-Context: x"),
                    to.put("/v1/kv/b/x", "2", "Expect: x"),
                    to.put("/v1/kv/b/x", "2", "Content-Type: application/vnd.dynamo+json"),
                    to.put("/v1/kv/b/x", "2", "Dynamo-Meta-a: " + "x".repeat(3000)),
                    to.call("PUT", "/v1/kv/b/x"))) {
                assertDescribed(path, "put", reply);
            }
            String tag = to.get("/v1/kv/b/y").header("ETag").orElseThrow();
            for (Reply reply : List.of(
                    to.get("/v1/kv/b/x"),
                    to.get("/v1/kv/b/x?resolve=lww"),
                    to.get("/v1/kv/b/x?format=json"),
                    to.get("/v1/kv/b/y"),
                    to.get("/v1/kv/b/y", "If-None-Match: " + tag),
                    to.get("/v1/kv/b/y", "If-Match: \"x\""),
                    to.get("/v1/kv/b/none"))) {
                assertDescribed(path, "get", reply);
            }
            assertDescribed(path, "delete", to.call("DELETE", "/v1/kv/b/x"));
            assertDescribed("/v1/routing", "get", to.get("/v1/routing"));
            assertDescribed("/v1/kv/{bucket}", "post", to.callWithBody("POST", "/v1/kv/b", new byte[1]));
            for (Map.Entry<String, String> each : ImmutableMap.of(
                            "/health/live", "/health/live",
                            "/metrics", "/metrics",
                            "/v1/cluster", "/v1/cluster",
                            "/v1/ring", "/v1/ring",
                            "/v1/ring/locate", "/v1/ring/locate?bucket=b&key=y")
                    .entrySet()) {
                assertDescribed(each.getKey(), "get", admin.get(each.getValue()));
            }
            assertDescribed("/v1/ring/locate", "get", admin.get("/v1/ring/locate"));
            assertDescribed("/v1/drain", "post", admin.call("POST", "/v1/drain", "Origin: http://x"));
        }
    }
}
