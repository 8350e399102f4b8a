package dynamo.tools;

import dynamo.tools.command.RingCommand;
import dynamo.tools.console.Exit;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code ring completion}. */
@Command(
        name = "completion",
        description = {"", "Prints a script that completes commands and options of ring in bash and zsh."},
        footer = {
            "",
            "Examples:",
            "  source <(ring completion)                                  (for this shell)",
            "  ring completion > ~/.local/share/bash-completion/completions/ring"
        })
final class CompletionCommand extends RingCommand {

    @Override
    public Integer call() {
        out().print(AutoComplete.bash("ring", spec().root().commandLine()));
        out().flush();
        return Exit.GOOD;
    }
}
