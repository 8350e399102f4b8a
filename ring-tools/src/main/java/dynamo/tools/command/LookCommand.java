package dynamo.tools.command;

import dynamo.tools.console.Exit;
import dynamo.tools.console.Failure;
import dynamo.tools.console.Screen;
import java.time.Duration;

/** A command that looks and changes nothing: once, or with {@code --watch} until it is ended or has seen enough. */
public abstract class LookCommand extends RingCommand {

    protected abstract Sight look();

    @Override
    public final Integer call() throws InterruptedException {
        if (settings().watch().isPresent()) {
            return watch(settings().watch().get());
        }
        Sight sight = look();
        print(sight);
        return sight.exit();
    }

    private int watch(Duration interval) throws InterruptedException {
        boolean isPeopleWatching =
                settings().format().isForPeople() || !settings().isFormatTold();
        boolean isScreen = isPeopleWatching && surroundings().isOutTerminal();
        Screen screen = new Screen(out());
        int exit;
        boolean isOver = false;
        do {
            try {
                Sight sight = look();
                exit = sight.exit();
                isOver = sight.isOver();
                if (isScreen) {
                    screen.show(sight.page());
                } else {
                    out().print(
                                    isPeopleWatching
                                            ? sight.brief() + "\n"
                                            : sight.in(settings().format()));
                    out().flush();
                }
            } catch (Failure failure) {
                if (failure.exit() != Exit.UNREACHABLE) {
                    throw failure;
                }
                exit = failure.exit(); // it may come back
                note(failure.text());
            }
        } while (!isOver && surroundings().pause().pause(interval));
        return exit;
    }
}
