package dynamo.tools.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.common.collect.ImmutableList;
import dynamo.client.NodeAddress;
import dynamo.tools.StubPort;
import dynamo.tools.console.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdminPortTest {
    private final StubPort node = new StubPort().onGet("/v1/cluster", "{\"node\":\"n1\"}");
    private final List<String> notes = new ArrayList<>();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void the_next_node_is_asked_and_that_is_said() {
        String nobody = StubPort.nobody();
        AdminAnswer answer = port(nobody, node.address()).get("/v1/cluster");
        assertThat(answer.document().path("node").asText()).isEqualTo("n1");
        assertThat(answer.text()).isEqualTo("{\"node\":\"n1\"}");
        assertThat(answer.date()).isPresent();
        assertThat(notes).containsExactly(nobody + " refuses the connection; asked " + node.address());
    }

    @Test
    void nobody_is_exit_3_with_all_reasons() {
        String first = StubPort.nobody();
        String second = StubPort.nobody();
        Failure failure = failure(port(first, second));
        assertThat(failure.exit()).isEqualTo(3);
        assertThat(failure.text())
                .startsWith(first + " refuses the connection, " + second + " refuses the connection; start one");
    }

    @Test
    void silence_is_passed_over_when_it_only_looks() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            AdminPort port = port("127.0.0.1:" + silent.getLocalPort(), node.address());
            assertThat(port.get("/v1/cluster").isGood()).isTrue();
        }
    }

    @Test
    void a_change_that_may_have_arrived_is_not_sent_again() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            AdminPort port = port("127.0.0.1:" + silent.getLocalPort(), node.address());
            Failure failure = catchThrowableOfType(
                    Failure.class, () -> port.post("/v1/ring/commit", JsonNodeFactory.instance.objectNode()));
            assertThat(failure.exit()).isEqualTo(3);
            assertThat(failure.text()).contains("not known whether this was done; see what there is now: ring status");
            assertThat(node.requests()).isEmpty();
        }
    }

    @Test
    void a_change_that_cannot_have_arrived_is() {
        node.on("POST /v1/ring/commit", 200, "{}");
        port(StubPort.nobody(), node.address()).post("/v1/ring/commit", JsonNodeFactory.instance.objectNode());
        assertThat(node.requests()).containsExactly("POST /v1/ring/commit {}");
    }

    @Test
    void a_refusal_is_exit_4_and_its_reason() {
        node.refusing("GET /v1/ring/plan", 409, "ring-change-refused", "too few nodes");
        Failure failure =
                catchThrowableOfType(Failure.class, () -> port(node.address()).get("/v1/ring/plan"));
        assertThat(failure.exit()).isEqualTo(4);
        assertThat(failure.code()).isEqualTo("ring-change-refused");
        assertThat(failure.text()).isEqualTo("too few nodes");
    }

    @Test
    void a_port_without_the_route_is_asked_after() {
        Failure failure =
                catchThrowableOfType(Failure.class, () -> port(node.address()).get("/v1/transfers"));
        assertThat(failure.exit()).isEqualTo(4);
        assertThat(failure.text()).contains("knows no /v1/transfers; is it an admin port");
    }

    @Test
    void a_node_that_cannot_serve_is_exit_3() {
        node.refusing("GET /v1/hints", 503, "starting", "not yet");
        Failure failure =
                catchThrowableOfType(Failure.class, () -> port(node.address()).get("/v1/hints"));
        assertThat(failure.exit()).isEqualTo(3);
        assertThat(failure.text()).contains("says: not yet; try again");
    }

    private Failure failure(AdminPort port) {
        return catchThrowableOfType(Failure.class, () -> port.get("/v1/cluster"));
    }

    private AdminPort port(String... addresses) {
        ImmutableList<NodeAddress> nodes = ImmutableList.copyOf(addresses).stream()
                .map(address -> NodeAddress.parse(address, 8081))
                .collect(ImmutableList.toImmutableList());
        return new AdminPort(nodes, Duration.ofMillis(400), notes::add);
    }
}
