package dynamo.tools.command;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.tools.Documents;
import dynamo.tools.StubPort;
import dynamo.tools.Tool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Options that every command has, tried on {@code members}. */
class SettingsTest {
    private final StubPort node =
            new StubPort().onGet("/v1/cluster", Documents.cluster(3).toString());

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void the_form_is_a_table_on_a_terminal_and_tsv_elsewhere() {
        assertThat(members(new Tool().onTerminal())).contains("NODE  ZONE");
        assertThat(members(new Tool()))
                .startsWith("id\tzone\taddress\tstate\tstatus\townership\treplicas\treplicasNext");
        assertThat(members(new Tool(), "-o", "Wide")).contains("EPOCH SEEN");
        assertThat(members(new Tool().onTerminal(), "-o", "tsv")).startsWith("id\t");
    }

    @Test
    void json_is_the_admin_ports_document() {
        assertThat(members(new Tool(), "-o", "json")).isEqualTo(Documents.cluster(3) + "\n");
    }

    @Test
    void nodes_come_from_option_or_environment_and_options_may_stand_before_the_command() {
        Tool ring = new Tool();
        assertThat(ring.with("RING_NODE", node.address()).run("members")).isZero();
        assertThat(ring.with("RING_NODE", StubPort.nobody()).run("members")).isEqualTo(3);
        assertThat(ring.run("--node", node.address(), "members")).isZero();
        assertThat(ring.run("--node", StubPort.nobody(), "members", "--node", node.address()))
                .isZero();
    }

    @Test
    void colour_is_for_terminals_unless_told() {
        String escape = "\u001b[";
        assertThat(members(new Tool().onTerminal())).contains(escape);
        assertThat(members(new Tool(), "-o", "table")).doesNotContain(escape);
        assertThat(members(new Tool(), "-o", "table", "--color=always")).contains(escape);
        assertThat(members(new Tool().onTerminal(), "--color", "never")).doesNotContain(escape);
        assertThat(members(new Tool().onTerminal(), "--no-color")).doesNotContain(escape);
        assertThat(members(new Tool().onTerminal().with("NO_COLOR", "1"))).doesNotContain(escape);
        assertThat(members(new Tool().onTerminal().with("NO_COLOR", "1"), "--color=always"))
                .contains(escape);
        assertThat(members(new Tool().onTerminal().with("TERM", "dumb"))).doesNotContain(escape);
        assertThat(members(new Tool().with("CLICOLOR_FORCE", "1"), "-o", "table"))
                .contains(escape);
        assertThat(members(new Tool().onTerminal(), "-o", "tsv")).doesNotContain(escape);
    }

    @Test
    void a_locale_that_is_not_utf8_gets_ascii() {
        assertThat(members(new Tool().with("LANG", "C"), "-o", "table"))
                .isASCII()
                .contains("*  n1");
        assertThat(members(new Tool().with("LANG", "C").with("LC_ALL", "de_DE.UTF-8"), "-o", "table"))
                .contains("●  n1");
    }

    @Test
    void watching_looks_again_and_prints_a_line_each_where_no_terminal_is() {
        Tool ring = new Tool().looking(3, () -> {});
        assertThat(ring.run("members", "--watch=0.5", "--node", node.address())).isZero();
        assertThat(ring.out()).isEqualTo("epoch 4  3 members, 0 candidates\n".repeat(3));
        assertThat(ring.pauses())
                .hasSize(3)
                .allSatisfy(pause -> assertThat(pause).hasMillis(500));
        assertThat(node.requests()).hasSize(3);
    }

    @Test
    void watching_redraws_a_terminal_in_place() {
        Tool ring = new Tool().onTerminal().looking(2, () -> {});
        ring.run("members", "--watch", "--node", node.address());
        assertThat(ring.out()).startsWith("\u001b[H\u001b[2J").contains("\u001b[K\n", "\u001b[J\u001b[H");
        assertThat(ring.pauses().get(0)).hasSeconds(2);
    }

    @Test
    void watching_goes_on_when_nobody_answers_for_a_while() {
        Tool ring = new Tool().looking(2, node::close);
        assertThat(ring.run("members", "--watch", "--node", node.address())).isEqualTo(3);
        assertThat(ring.out()).hasLineCount(1);
        assertThat(ring.err()).contains("refuses the connection");
    }

    private String members(Tool ring, String... options) {
        String[] arguments = new String[options.length + 3];
        arguments[0] = "members";
        arguments[1] = "--node";
        arguments[2] = node.address();
        System.arraycopy(options, 0, arguments, 3, options.length);
        assertThat(ring.run(arguments)).as(ring.err()).isZero();
        return ring.out();
    }
}
