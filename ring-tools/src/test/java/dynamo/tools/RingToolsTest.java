package dynamo.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RingToolsTest {
    private final Tool ring = new Tool();

    static List<String> commands() {
        return Commands.ALL.stream().map(Commands.Entry::name).toList();
    }

    static List<String> newCommands() {
        return commands().stream()
                .filter(name -> !List.of("bench", "compare", "load", "verify", "simulate")
                        .contains(name))
                .toList();
    }

    @Test
    void the_help_names_every_command_and_the_exit_codes() {
        assertThat(ring.run("--help")).isZero();
        assertThat(ring.out()).contains("Look at a cluster:", "Change it: stage, plan, commit:", "Exit codes:");
        assertThat(commands()).allSatisfy(name -> assertThat(ring.out()).containsPattern("(?m)^  " + name + " +[A-Z]"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_has_a_help(String command) {
        assertThat(ring.run(command, "--help")).isZero();
        assertThat(ring.out()).contains("Usage: ring " + command);
        assertThat(ring.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @ParameterizedTest
    @MethodSource("newCommands")
    void every_help_has_an_example_and_the_options_of_all(String command) {
        ring.run(command, "--help");
        assertThat(ring.out())
                .containsPattern("Examples?:\n(  .*\n)*.*(ring " + command + "|scripts/chaos )")
                .contains("--node=", "--data=", "--output=FORM", "--watch", "--timeout=", "--no-color", "--yes");
    }

    @Test
    void without_a_command_it_says_what_to_do() {
        assertThat(ring.run()).isEqualTo(2);
        assertThat(ring.err()).isEqualTo("ring: name a command, such as status (ring --help)\n");
    }

    @Test
    void a_misspelt_command_is_guessed() {
        assertThat(ring.run("statsu")).isEqualTo(2);
        assertThat(ring.err()).startsWith("ring: there is no command statsu; did you mean status");
        assertThat(ring.err()).hasLineCount(1);
        assertThat(ring.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status --foo",
                "status more",
                "status -o yaml",
                "status --watch=x",
                "status --watch=0",
                "status --timeout 0",
                "status --timeout",
                "status --node host:x",
                "status --node a:1,,b:2",
                "status --color sometimes",
                "locate cart",
                "join",
                "join a/b",
                "replace n1",
                "weight n1",
                "weight n1 heavy",
                "weight n1 0",
                "weight n1 101",
                "zone n1 a/b",
                "commit",
                "get cart",
                "get a/b key",
                "put cart alice x --context",
                "put cart alice x --context AQ --overwrite",
                "put cart alice x --file y",
                "get cart alice --timeout 61",
                "forecast",
                "forecast --nodes 0",
                "forecast --nodes 1001",
                "forecast --nodes 5 --partitions 100",
                "forecast --nodes 5 --n 17",
                "forecast --nodes 5 --remove 5",
                "forecast --nodes 5 --weights 0",
                "forecast --nodes 5 --zones a=x",
                "forecast --nodes 5 --zones a=2,b=2"
            })
    void wrong_usage_is_one_line_and_ends_with_2(String line) {
        assertThat(ring.run(line.split(" "))).as(ring.err()).isEqualTo(2);
        assertThat(ring.err()).startsWith("ring ").hasLineCount(1);
        assertThat(ring.out()).isEmpty();
    }

    @Test
    void completion_knows_commands_and_options() {
        assertThat(ring.run("completion")).isZero();
        assertThat(ring.out()).startsWith("#!").contains("complete -F", "transfers", "'--watch'", "--partitions");
    }

    @Test
    void the_version_is_told() {
        assertThat(ring.run("--version")).isZero();
        assertThat(ring.out()).startsWith("ring ");
    }
}
