package dynamo.tools.command;

import dynamo.tools.Invocation;
import dynamo.tools.admin.AdminPort;
import dynamo.tools.console.Format;
import dynamo.tools.console.Page;
import dynamo.tools.console.Paint;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command of {@code ring}, with the options that all have. */
public abstract class RingCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private Options options = new Options();

    private @Nullable Settings settings;

    protected final Settings settings() {
        if (settings == null) {
            settings = Settings.of(options.given, root().options.given, surroundings());
        }
        return settings;
    }

    protected final Surroundings surroundings() {
        return root().surroundings;
    }

    private RingRoot root() {
        return (RingRoot) spec().root().userObject();
    }

    protected final CommandSpec spec() {
        return Invocation.of(spec).getCommandSpec();
    }

    protected final Paint paint() {
        return settings().paint();
    }

    protected final Page page() {
        return new Page(settings().format() == Format.WIDE);
    }

    protected final AdminPort admin() {
        return new AdminPort(settings().admin(), settings().timeout(), this::note);
    }

    protected final PrintWriter out() {
        return surroundings().out();
    }

    /** Something to know, that is no part of what was asked for. */
    protected final void note(String text) {
        surroundings().err().println(spec().qualifiedName() + ": " + text);
        surroundings().err().flush();
    }

    protected final void print(Sight sight) {
        out().print(sight.in(settings().format()));
        out().flush();
    }
}
