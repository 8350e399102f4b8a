package dynamo.tools.command;

import dynamo.tools.console.Format;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options that every command has, before its name or behind it. What is not given stays null here. */
public final class Options {

    @ArgGroup(validate = false, heading = "%nOptions of every command:%n", order = 100)
    Given given = new Given();

    /** When colours are used. */
    enum Colour {
        AUTO,
        ALWAYS,
        NEVER
    }

    /** As picocli found them. */
    static final class Given {

        @Option(
                names = "--node",
                split = ",",
                hideParamSyntax = true,
                paramLabel = "HOST:PORT,...",
                description = "admin port of a node; with several, the first that answers (RING_NODE; 127.0.0.1:8081)")
        @Nullable
        List<String> nodes;

        @Option(
                names = "--data",
                split = ",",
                hideParamSyntax = true,
                paramLabel = "HOST:PORT,...",
                description = "data port of a node, for get, put, delete, siblings (RING_DATA; 127.0.0.1:8080)")
        @Nullable
        List<String> data;

        @Option(
                names = {"-o", "--output"},
                paramLabel = "FORM",
                description = "table, wide, json or tsv (table on a terminal, else tsv)")
        @Nullable
        Format format;

        @Option(
                names = "--watch",
                arity = "0..1",
                paramLabel = "SECONDS",
                preprocessor = OnlyAttached.class,
                description = "look again and again, every 2 seconds or as often as told")
        @Nullable
        Double watchSeconds;

        @Option(names = "--timeout", paramLabel = "SECONDS", description = "for an answer (5)")
        @Nullable
        Double timeoutSeconds;

        @Option(names = "--color", paramLabel = "WHEN", description = "auto, always or never")
        @Nullable
        Colour colour;

        @Option(names = "--no-color", description = "the same as --color=never (NO_COLOR)")
        boolean isColourless;

        @Option(names = "--yes", description = "ask nothing")
        boolean isYes;
    }

    /** {@code --watch 5} would take an argument of the command for the seconds. */
    static final class OnlyAttached implements IParameterPreprocessor {

        @Override
        public boolean preprocess(Stack<String> arguments, CommandSpec spec, ArgSpec option, Map<String, Object> info) {
            if (!"=".equals(info.get("separator"))) {
                arguments.push("2");
            }
            return false;
        }
    }
}
