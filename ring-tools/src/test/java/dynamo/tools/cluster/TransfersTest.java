package dynamo.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.tools.Asking;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransfersTest {
    private static final String SETTLED =
            "{\"epoch\":5,\"settled\":true,\"cancelling\":false,\"partitions\":{\"moving\":0,\"moved\":0,\"total\":256},"
                    + "\"waitingFor\":[],\"moves\":[],\"receiving\":[],\"handingOver\":[]}";

    private final Asking asking = new Asking();

    @AfterEach
    void close() {
        asking.close();
    }

    @Test
    void a_handoff_is_shown_with_bars_and_with_what_it_waits_for() {
        asking.node.onGet("/v1/transfers", moving(12));
        assertThat(asking.run("transfers -o table")).isZero();
        assertThat(asking.out())
                .contains("◐ epoch 5: 12 of 64 partitions moved", "████████░░░░", "18.8 %")
                .contains("  waits for n2: has not adopted epoch 5")
                .containsPattern("◐ +3  n1,n2,n3  → n1,n2,n4  ██████░░░░░░  proven")
                .containsPattern("◐ +3  n3 +1,234  2.0 MiB  STREAM")
                .containsPattern("◐ +9  n1,n2  CATCH_UP")
                .doesNotContain("n9");
        asking.run("transfers -o wide");
        assertThat(asking.out()).containsPattern("● +4  n1,n2,n9  → n1,n2,n4  ████████████  moved");
    }

    @Test
    void nothing_moves() {
        asking.node.onGet("/v1/transfers", SETTLED);
        assertThat(asking.run("transfers -o table")).isZero();
        assertThat(asking.out()).isEqualTo("● epoch 5: settled, nothing moves\n");
    }

    @Test
    void watching_ends_when_all_has_moved_a_line_for_each_look() {
        asking.node.onGet("/v1/transfers", moving(0));
        asking.ring.looking(
                100,
                () -> asking.node.onGet(
                        "/v1/transfers",
                        asking.ring.pauses().size() < 3
                                ? moving(16 * asking.ring.pauses().size())
                                : SETTLED));
        assertThat(asking.run("transfers --watch")).isZero();
        assertThat(asking.out().lines().map(line -> line.replaceAll("   about .*", "")))
                .containsExactly(
                        "epoch 5: 0 of 64 partitions moved  0.0 %",
                        "epoch 5: 16 of 64 partitions moved  25.0 %",
                        "epoch 5: 32 of 64 partitions moved  50.0 %",
                        "epoch 5: settled, nothing moves");
        assertThat(asking.out()).contains("about ", " left");
    }

    @Test
    void going_back_is_said() {
        asking.node.onGet("/v1/transfers", moving(1).replace("\"cancelling\":false", "\"cancelling\":true"));
        asking.run("transfers -o table");
        assertThat(asking.out()).contains("going back to the old ring, 1 of 64 partitions moved");
    }

    @Test
    void forms() {
        asking.node.onGet("/v1/transfers", moving(12));
        asking.run("transfers -o json");
        assertThat(asking.out()).isEqualTo(moving(12) + "\n");
        asking.run("transfers -o tsv");
        assertThat(asking.out())
                .isEqualTo("partition\tfrom\tto\tstage\n3\tn1,n2,n3\tn1,n2,n4\tproven\n4\tn1,n2,n9\tn1,n2,n4\tmoved\n");
    }

    private static String moving(int moved) {
        return "{\"epoch\":5,\"settled\":false,\"cancelling\":false,\"partitions\":{\"moving\":64,\"moved\":" + moved
                + ",\"total\":256},\"waitingFor\":[{\"node\":\"n2\",\"why\":\"has not adopted epoch 5\"}],\"moves\":["
                + "{\"partition\":3,\"from\":[\"n1\",\"n2\",\"n3\"],\"to\":[\"n1\",\"n2\",\"n4\"],\"stage\":\"proven\"},"
                + "{\"partition\":4,\"from\":[\"n1\",\"n2\",\"n9\"],\"to\":[\"n1\",\"n2\",\"n4\"],\"stage\":\"moved\"}],"
                + "\"receiving\":[{\"partition\":3,\"from\":\"n3\",\"keys\":1234,\"bytes\":2097152,\"state\":\"STREAM\"}],"
                + "\"handingOver\":[{\"partition\":9,\"to\":[\"n1\",\"n2\"],\"state\":\"CATCH_UP\"}]}";
    }
}
