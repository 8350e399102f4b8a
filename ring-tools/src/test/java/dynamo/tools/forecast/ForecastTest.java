package dynamo.tools.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.ring.Ring;
import dynamo.tools.Tool;
import dynamo.tools.console.Page;
import dynamo.tools.console.Paint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForecastTest {
    private final Tool ring = new Tool();

    @TempDir
    Path files;

    @ParameterizedTest
    @CsvSource({"3, 256", "100, 2048", "1000, 32768"})
    void rings_of_any_size_are_balanced(int nodes, int partitions) throws IOException {
        int exit = ring.run("forecast", "--nodes", "" + nodes, "--partitions", "" + partitions, "-o", "json");
        assertThat(exit).as(ring.err()).isZero();
        JsonNode now = json().path("ring");
        assertThat(now.path("nodes").asInt()).isEqualTo(nodes);
        assertThat(now.path("loads")).hasSize(nodes);
        assertThat(now.path("worstOff").asDouble()).isLessThan(0.1);
        assertThat(now.path("balanced").asBoolean() && now.path("homesDistinct").asBoolean())
                .isTrue();
    }

    @Test
    void three_nodes_for_people() {
        assertThat(ring.run("forecast", "--nodes", "3", "--zones", "a,b,c", "-o", "table"))
                .isZero();
        assertThat(ring.out())
                .startsWith(
                        "3 nodes, 256 partitions, N=3, 3 zones\n● balance: every node is at most 0.0 % off its share\n")
                .contains("● homes: every partition has 3, all different")
                .contains("● zones: every partition's homes are in 3 zones")
                .contains("● without zone a: every partition keeps a quorum of its homes")
                .contains("without two nodes: at worst 256 of 256 partitions have no quorum")
                .containsPattern("●  n1    a       1.00    8[56]       256  256.0  \\+0.0 %  █");
    }

    @Test
    void many_nodes_are_summed_up_and_listed_when_asked() {
        ring.run("forecast", "--nodes", "100", "--partitions", "2048", "-o", "table");
        assertThat(ring.out())
                .contains("MEDIAN", "Farthest from their share (-o wide shows all):")
                .doesNotContain("n050");
        ring.run("forecast", "--nodes", "100", "--partitions", "2048", "-o", "wide");
        assertThat(ring.out()).contains("n050");
        ring.run("forecast", "--nodes", "100", "--partitions", "2048");
        assertThat(ring.out()).hasLineCount(101).startsWith("id\tzone\tweight\towned\treplicas\treplicasShare\toff\n");
    }

    @Test
    void two_zones_for_three_homes_lose_quorums_with_a_zone() {
        assertThat(ring.run("forecast", "--nodes", "4", "--zones", "a,b", "-o", "table"))
                .isZero();
        assertThat(ring.out())
                .containsPattern("◐ without zone a: [0-9]+ of 256 partitions have no quorum of their homes");
    }

    @Test
    void an_uneven_ring_is_not_good_and_says_what_helps() {
        List<Member> members = IntStream.range(0, 6)
                .mapToObj(i -> new Member(new NodeId("n" + i), i < 4 ? "a" : "b"))
                .toList();
        int[] owners = IntStream.range(0, 256).map(i -> i < 128 ? 0 : i % 6).toArray();
        Prospect prospect = Prospect.of(Ring.of(1, 3, members, owners));
        assertThat(prospect.isGood()).isFalse();
        Forecast forecast = new Forecast(prospect, Optional.empty(), Optional.empty());
        assertThat(new ForecastPage(new Page(false), Paint.NONE).of(forecast).toString())
                .contains("✗ balance: nodes are up to ", " off their share; zones of equal weight help", "✗  n0");
    }

    @Test
    void what_moves_is_told_beside_the_least() throws IOException {
        ring.run("forecast", "--nodes", "5", "--zones", "a,b,c", "--add", "1", "--remove", "2", "-o", "json");
        JsonNode forecast = json();
        assertThat(forecast.path("next").path("nodes").asInt()).isEqualTo(4);
        assertThat(forecast.path("moves").asLong())
                .isPositive()
                .isGreaterThanOrEqualTo(forecast.path("minimum").asLong());
        ring.run("forecast", "--nodes", "5", "--add", "1", "-o", "table");
        assertThat(ring.out()).contains("After the change", "of 768 replicas (", "6 nodes, 256 partitions");
    }

    @Test
    void zones_and_weights_are_dealt_as_told() throws IOException {
        ring.run("forecast", "--nodes", "6", "--zones", "a=3,b=2,c=1", "--weights", "2,1", "-o", "json");
        JsonNode loads = json().path("ring").path("loads");
        assertThat(loads).extracting(load -> load.path("zone").asText()).containsExactly("a", "b", "c", "a", "b", "a");
        assertThat(loads)
                .extracting(load -> load.path("weight").asDouble())
                .containsExactly(2.0, 1.0, 1.0, 1.0, 1.0, 1.0);
    }

    @Test
    void what_cannot_be_ends_with_4_and_says_what_can() {
        assertThat(ring.run("forecast", "--nodes", "300", "--partitions", "256"))
                .isEqualTo(4);
        assertThat(ring.err())
                .isEqualTo("ring forecast: 300 nodes are more than 256 partitions; try --partitions 8192\n");
        assertThat(ring.run("forecast", "--nodes", "256", "--partitions", "256", "--add", "1"))
                .isEqualTo(4);
    }

    @Test
    void it_can_be_drawn() throws IOException {
        Path file = files.resolve("ring.svg");
        assertThat(ring.run("forecast", "--nodes", "5", "--svg", file.toString()))
                .isZero();
        assertThat(ring.out()).isEqualTo("wrote " + file + "\n");
        assertThat(Files.readString(file)).contains("<svg", "n5");
        assertThat(ring.run("forecast", "--nodes", "5", "--svg", files + "/no/such/ring.svg"))
                .isEqualTo(2);
    }

    private JsonNode json() throws IOException {
        return new JsonMapper().readTree(ring.out());
    }
}
