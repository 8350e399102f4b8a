package dynamo.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.BaseEncoding;
import dynamo.tools.Asking;
import dynamo.version.Dot;
import dynamo.version.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocateTest {
    private static final Dot OLD = new Dot(1, 7);
    private static final Dot NEW = new Dot(2, 3);

    private final Asking asking = new Asking();
    private final List<String> replicas = new ArrayList<>();

    @AfterEach
    void close() {
        asking.close();
    }

    @Test
    void replicas_that_hold_the_same_agree() {
        replica("n1", "ALIVE", record(VersionVector.of(OLD), OLD));
        replica("n2", "ALIVE", record(VersionVector.of(OLD), OLD));
        assertThat(locate("-o table")).isZero();
        assertThat(asking.out())
                .contains("cart/a b   hash 0b20   partition 11")
                .contains("● 2 of 2 replicas agree: one value", "●  n1    PRIMARY  ALIVE  agrees")
                .contains(OLD.id() + "  2026-11-26T07:27:07Z  text/plain  value 7");
        assertThat(asking.node.requests().get(0)).isEqualTo("GET /v1/ring/locate?bucket=cart&key=a+b");
    }

    @Test
    void who_lacks_a_sibling_is_stale() {
        replica("n1", "ALIVE", record(VersionVector.of(OLD).with(NEW), OLD, NEW));
        replica("n2", "ALIVE", record(VersionVector.of(OLD), OLD));
        replica("n3", "ALIVE", "null");
        assertThat(locate("-o table")).isEqualTo(1);
        assertThat(asking.out())
                .contains("✗ 1 of 3 replicas agree: 2 siblings")
                .containsPattern("◐  n2 .*stale: lacks 1 ")
                .containsPattern("◐  n3 .*stale: lacks 2 ");
    }

    @Test
    void who_holds_what_another_knows_is_superseded_is_stale_and_no_sibling_comes_of_it() {
        replica("n1", "ALIVE", record(VersionVector.of(OLD).with(NEW), NEW));
        replica("n2", "ALIVE", record(VersionVector.of(OLD), OLD));
        assertThat(locate("-o table")).isEqualTo(1);
        assertThat(asking.out())
                .contains("1 of 2 replicas agree: one value")
                .containsPattern("◐  n2 .*stale: lacks 1, holds 1 superseded")
                .contains("superseded: value 7");
    }

    @Test
    void a_replica_that_cannot_tell_or_be_asked_is_not_known() {
        replica("n1", "ALIVE", record(VersionVector.of(OLD), OLD));
        replica("n2", "AMNESIAC", "null");
        replica("n3", "UNREACHABLE", "null");
        assertThat(locate("-o table")).isEqualTo(1);
        assertThat(asking.out()).contains("1 of 3 replicas agree").containsPattern("✗  n3 .*UNREACHABLE  not known");
    }

    @Test
    void a_deleted_key_whose_row_is_gone_here_and_not_yet_there_is_agreed_on() {
        replica("n1", "ALIVE", deleted());
        replica("n2", "ALIVE", "null");
        assertThat(locate("-o table")).isZero();
        assertThat(asking.out()).contains("2 of 2 replicas agree: deleted", "agrees: nothing stored");
    }

    @Test
    void a_key_never_written_is_agreed_on() {
        replica("n1", "ALIVE", "null");
        assertThat(locate("-o table")).isZero();
        assertThat(asking.out()).contains("1 of 1 replicas agree: nothing stored");
    }

    @Test
    void values_do_nothing_to_the_terminal() {
        replica("n1", "ALIVE", record(VersionVector.of(OLD), OLD).replace("value 7", "a\\u001b[2Jb"));
        locate("-o table");
        assertThat(asking.out()).contains("a·[2Jb").doesNotContain("\u001b");
    }

    @Test
    void forms() {
        replica("n1", "ALIVE", record(VersionVector.of(OLD), OLD));
        locate("-o tsv");
        assertThat(asking.out())
                .startsWith(
                        "node\trole\tstate\tstanding\tsiblings\tmodified\tcontext\nn1\tPRIMARY\tALIVE\tAGREES\t1\t");
        locate("-o json");
        assertThat(asking.out()).isEqualTo(document() + "\n");
    }

    private int locate(String options) {
        asking.node.onGet("/v1/ring/locate", document());
        List<String> words = new ArrayList<>(List.of("locate", "cart", "a b"));
        words.addAll(List.of(options.split(" ")));
        return asking.run(words.toArray(String[]::new));
    }

    private String document() {
        return "{\"bucket\":\"cart\",\"key\":\"a b\",\"hash\":\"0b20\",\"partition\":11,\"preferenceList\":["
                + String.join(",", replicas) + "]}";
    }

    private void replica(String node, String state, String record) {
        replicas.add("{\"node\":\"" + node + "\",\"role\":\"PRIMARY\",\"state\":\"" + state + "\",\"record\":" + record
                + "}");
    }

    private static String record(VersionVector vector, Dot... dots) {
        String siblings = Stream.of(dots)
                .map(dot -> "{\"id\":\"" + dot.id() + "\",\"contentType\":\"text/plain\",\"modified\":"
                        + "\"2026-11-26T07:27:0" + dot.counter() + "Z\",\"text\":\"value " + dot.counter() + "\"}")
                .collect(Collectors.joining(","));
        return "{\"context\":\"" + context(vector) + "\",\"siblings\":[" + siblings + "]}";
    }

    private static String deleted() {
        return "{\"context\":\"" + context(VersionVector.of(OLD)) + "\",\"siblings\":[{\"id\":\"" + OLD.id()
                + "\",\"deleted\":true,\"modified\":\"2026-11-26T07:27:07Z\"}]}";
    }

    /** Version, seal, vector. */
    private static String context(VersionVector vector) {
        byte[] encoded = vector.encoded().toArray();
        byte[] token = new byte[17 + encoded.length];
        token[0] = 1;
        System.arraycopy(encoded, 0, token, 17, encoded.length);
        return BaseEncoding.base64Url().omitPadding().encode(token);
    }
}
