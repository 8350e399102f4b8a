package dynamo.tools.change;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.tools.Asking;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeTest {
    private static final String PLAN = """
            {"plan":"7c1f03ab","epoch":4,"staged":[
            {"change":"join","node":"n4","by":null,"weight":2.0,"zone":"zb","askedBy":"node"},
            {"change":"weight","node":"n1","by":null,"weight":0.5,"zone":null,"askedBy":"operator"}],
            "warnings":["n3 is away"],"moves":64,"minimum":60,"zonesSafe":true,"nodes":[
            {"id":"n1","zone":"za","status":"valid","weight":1.0,"owned":86,"ownedNext":64,"replicas":256,"replicasNext":192,
            "in":0,"out":64},
            {"id":"n4","zone":"zb","status":"joining","weight":2.0,"owned":0,"ownedNext":64,"replicas":0,"replicasNext":192,
            "in":192,"out":0}]}
            """;

    private final Asking asking = new Asking();

    @AfterEach
    void close() {
        asking.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "join n4 | {'node':'n4','change':'join'} | join n4",
                "join n4 --weight 2 --zone b | {'node':'n4','change':'join','weight':2.0,'zone':'b'} | join n4",
                "leave n3 | {'node':'n3','change':'leave'} | leave n3",
                "replace n3 --by n4 | {'node':'n3','change':'replace','by':'n4'} | replace n3",
                "remove n3 --yes | {'node':'n3','change':'remove'} | remove n3",
                "down n3 --yes | {'node':'n3','change':'down'} | down n3",
                "weight n3 0.5 | {'node':'n3','change':'weight','weight':0.5} | weight n3",
                "zone n3 rack-b | {'node':'n3','change':'zone','zone':'rack-b'} | zone n3"
            })
    void a_change_is_staged_and_the_plan_is_next(String line, String sent, String words) {
        String change = sent.strip().replace('\'', '"');
        asking.node.on("POST /v1/ring/changes", 200, "{\"staged\":[" + change + "]}");
        assertThat(asking.run(line.strip() + " -o table")).isZero();
        assertThat(asking.out())
                .startsWith("◐ staged: " + words.strip())
                .endsWith("Nothing has changed yet. See what it would do: ring plan\n");
        assertThat(asking.node.requests()).containsExactly("POST /v1/ring/changes " + change);
    }

    @Test
    void what_is_staged_besides_is_told() {
        asking.node.on("POST /v1/ring/changes", 200, """
                {"staged":[{"change":"replace","node":"n3","by":"n5","askedBy":"operator"},
                {"change":"weight","node":"n1","weight":2.0,"askedBy":"operator"}]}""");
        asking.run("replace n3 --by n5 -o table");
        assertThat(asking.out()).contains("◐ staged: replace n3 by n5\n  together with: weight n1 2\n");
        asking.run("replace n3 --by n5 -o tsv");
        assertThat(asking.out().lines())
                .containsExactly(
                        "change\tnode\tby\tweight\tzone\taskedBy",
                        "replace\tn3\tn5\t\t\toperator",
                        "weight\tn1\t\t2\t\toperator");
    }

    @Test
    void a_change_that_is_refused_ends_with_4() {
        asking.node.refusing("POST /v1/ring/changes", 409, "ring-change-refused", "n9 is no member");
        assertThat(asking.run("leave n9")).isEqualTo(4);
        assertThat(asking.err())
                .isEqualTo("ring leave: n9 is no member; ring members shows who is what, ring plan what is staged\n");
    }

    @Test
    void remove_and_down_ask_for_the_nodes_name() {
        asking.node.on("POST /v1/ring/changes", 200, "{\"staged\":[]}");
        assertThat(asking.run("remove n3")).isEqualTo(2);
        assertThat(asking.err()).contains("there is no terminal to ask on; add --yes");
        asking.ring.onTerminal().typing("n2\n");
        assertThat(asking.run("remove n3")).isEqualTo(1);
        assertThat(asking.err()).contains("what nobody but it has is lost", "Type n3 to go on: ", "nothing was done");
        assertThat(asking.run("down n3")).isEqualTo(1);
        assertThat(asking.node.requests()).isEmpty();
        asking.ring.typing("n3\n");
        assertThat(asking.run("down n3")).isZero();
        assertThat(asking.node.requests()).hasSize(1);
    }

    @Test
    void a_plan_is_shown_with_all_that_decides() {
        asking.node.onGet("/v1/ring/plan", PLAN);
        assertThat(asking.run("plan -o table")).isZero();
        assertThat(asking.out())
                .startsWith("Plan 7c1f03ab on epoch 4   2 changes staged\n")
                .contains("  join n4 in zone zb of weight 2   asked by the node\n  weight n1 0.5\n")
                .containsPattern("◐  n1    za    valid      1.00    86  → 64       256  → 192    -   64")
                .containsPattern("◐  n4    zb    joining    2.00     0  → 64         0  → 192  192    -")
                .contains("Moves 64 replicas; 60 would be the least", "● zones: ", "◐ warning: n3 is away")
                .endsWith("Apply it: ring commit 7c1f03ab   Forget it: ring clear\n");
        asking.run("plan -o json");
        assertThat(asking.out()).isEqualTo(PLAN);
        asking.run("plan -o tsv");
        assertThat(asking.out())
                .startsWith("id\tzone\tstatus\tweight\towned\townedNext\treplicas\treplicasNext\tin\tout\n")
                .contains("n1\tza\tvalid\t1\t86\t64\t256\t192\t0\t64\n");
    }

    @Test
    void nothing_staged_is_no_plan() {
        asking.node.onGet("/v1/ring/plan", "{\"plan\":null,\"epoch\":4,\"staged\":[]}");
        assertThat(asking.run("plan -o table")).isZero();
        assertThat(asking.out()).startsWith("Nothing is staged on epoch 4.\n");
    }

    @Test
    void a_plan_that_cannot_be_ends_with_4() {
        asking.node.refusing("GET /v1/ring/plan", 409, "ring-change-refused", "replicas would share a node");
        assertThat(asking.run("plan")).isEqualTo(4);
        assertThat(asking.err()).contains("replicas would share a node; ring clear forgets what is staged");
    }

    @Test
    void a_commit_shows_the_plan_and_asks() {
        asking.node.onGet("/v1/ring/plan", PLAN).on("POST /v1/ring/commit", 200, "{\"epoch\":5,\"plan\":\"7c1f03ab\"}");
        assertThat(asking.run("commit 7c1f03ab")).isEqualTo(2);
        asking.ring.onTerminal().typing("no\n");
        assertThat(asking.run("commit 7c1f03ab --no-color")).isEqualTo(1);
        assertThat(asking.err()).contains("Moves 64 replicas", "Type 7c1f03ab to go on: ");
        asking.ring.typing("y\n");
        assertThat(asking.run("commit 7c1f03ab --no-color")).isZero();
        assertThat(asking.out()).contains("● committed plan 7c1f03ab: epoch 5", "ring transfers --watch");
        assertThat(asking.node.requests()).last().isEqualTo("POST /v1/ring/commit {\"plan\":\"7c1f03ab\"}");
        assertThat(asking.run("commit 11111111")).isEqualTo(4);
        assertThat(asking.err()).contains("the plan is 7c1f03ab now, not 11111111; look at it first: ring plan");
    }

    @Test
    void a_commit_of_what_is_not_the_plan_any_more_is_refused() {
        asking.node.refusing("POST /v1/ring/commit", 409, "plan-unknown", "another change was staged");
        assertThat(asking.run("commit 7c1f03ab --yes")).isEqualTo(4);
        assertThat(asking.err())
                .isEqualTo("ring commit: another change was staged; see what is staged now: ring plan\n");
    }

    @Test
    void clear_forgets() {
        asking.node.on("DELETE /v1/ring/changes", 204, "");
        assertThat(asking.run("clear -o table")).isZero();
        assertThat(asking.out()).isEqualTo("● nothing is staged any more\n");
        asking.run("clear -o json");
        assertThat(asking.out()).isEqualTo("{\"staged\":[]}\n");
    }

    @Test
    void cancel_asks_and_tells_what_is_next() {
        asking.node.on("POST /v1/ring/changes", 200, "{\"staged\":[{\"change\":\"cancel\",\"askedBy\":\"operator\"}]}");
        assertThat(asking.run("cancel")).isEqualTo(2);
        assertThat(asking.run("cancel --yes -o table")).isZero();
        assertThat(asking.out()).contains("staged: cancel the handoff under way", "ring plan");
        assertThat(asking.node.requests()).containsExactly("POST /v1/ring/changes {\"change\":\"cancel\"}");
        asking.node.on("POST /v1/ring/changes", 200, "{\"staged\":[]}");
        asking.ring.onTerminal().typing("y\n");
        assertThat(asking.run("cancel --no-color")).isZero();
        assertThat(asking.out()).contains("● the handoff is cancelled\nWatch: ring transfers --watch");
        asking.node.refusing("POST /v1/ring/changes", 409, "ring-change-refused", "nothing moves");
        assertThat(asking.run("cancel --yes")).isEqualTo(4);
        assertThat(asking.err()).contains("nothing moves; see: ring transfers");
    }
}
