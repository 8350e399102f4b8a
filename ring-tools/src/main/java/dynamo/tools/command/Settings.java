package dynamo.tools.command;

import com.google.common.collect.ImmutableList;
import dynamo.client.NodeAddress;
import dynamo.tools.console.Failure;
import dynamo.tools.console.Format;
import dynamo.tools.console.Paint;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the options of every command come to: those behind the command's name, then those before it, then the
 * environment, then what is usual.
 *
 * @param isFormatTold whether somebody asked for this form
 */
public record Settings(
        ImmutableList<NodeAddress> admin,
        ImmutableList<NodeAddress> data,
        Format format,
        boolean isFormatTold,
        Optional<Duration> watch,
        Duration timeout,
        Paint paint,
        boolean isYes) {
    private static final int ADMIN_PORT = 8081;
    private static final int DATA_PORT = 8080;
    private static final double TIMEOUT_SECONDS = 5;
    private static final double SECONDS_MAX = 86_400;

    static Settings of(Options.Given own, Options.Given before, Surroundings surroundings) {
        Optional<Format> told = first(own, before, given -> given.format);
        boolean isTerminal = surroundings.isOutTerminal();
        Format format = told.orElse(isTerminal ? Format.TABLE : Format.TSV);
        return new Settings(
                addresses(first(own, before, given -> given.nodes), surroundings, "RING_NODE", ADMIN_PORT),
                addresses(first(own, before, given -> given.data), surroundings, "RING_DATA", DATA_PORT),
                format,
                told.isPresent(),
                first(own, before, given -> given.watchSeconds).map(seconds -> duration("--watch", seconds)),
                duration(
                        "--timeout",
                        first(own, before, given -> given.timeoutSeconds).orElse(TIMEOUT_SECONDS)),
                new Paint(isColoured(own, before, surroundings), surroundings.isUnicode()),
                own.isYes || before.isYes);
    }

    private static <T> Optional<T> first(
            Options.Given own, Options.Given before, Function<Options.Given, @Nullable T> value) {
        return Optional.ofNullable(value.apply(own)).or(() -> Optional.ofNullable(value.apply(before)));
    }

    private static ImmutableList<NodeAddress> addresses(
            Optional<List<String>> given, Surroundings surroundings, String variable, int portDefault) {
        List<String> texts = given.orElseGet(() -> surroundings
                .variable(variable)
                .map(text -> Arrays.asList(text.split(",", -1)))
                .orElse(List.of("127.0.0.1")));
        try {
            return texts.stream()
                    .map(text -> NodeAddress.parse(text.strip(), portDefault))
                    .collect(ImmutableList.toImmutableList());
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()), "");
        }
    }

    private static Duration duration(String option, double seconds) {
        if (!(seconds >= 0.1 && seconds <= SECONDS_MAX)) {
            throw Failure.usage(option + " wants 0.1 to 86400 seconds", "");
        }
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    /** NO_COLOR and CLICOLOR_FORCE are what many tools heed (no-color.org, bixense.com/clicolors). */
    private static boolean isColoured(Options.Given own, Options.Given before, Surroundings surroundings) {
        if (own.isColourless || before.isColourless) {
            return false;
        }
        return switch (first(own, before, given -> given.colour).orElse(Options.Colour.AUTO)) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> {
                if (surroundings.variable("NO_COLOR").isPresent()) {
                    yield false;
                }
                boolean isForced = surroundings
                        .variable("CLICOLOR_FORCE")
                        .filter(value -> !value.equals("0"))
                        .isPresent();
                boolean isDumb =
                        surroundings.variable("TERM").filter("dumb"::equals).isPresent();
                yield isForced || surroundings.isOutTerminal() && !isDumb;
            }
        };
    }
}
