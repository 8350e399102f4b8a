package dynamo.tools.check;

import dynamo.tools.check.Violation.Kind;
import java.util.List;
import java.util.function.Consumer;

/**
 * A planted history.
 *
 * @param kinds exactly these are told
 */
record Case(String name, Consumer<Story> story, List<Kind> kinds) {

    static Case wrong(Kind kind, String name, Consumer<Story> story) {
        return new Case(kind + ": " + name, story, List.of(kind));
    }

    static Case right(String name, Consumer<Story> story) {
        return new Case("valid: " + name, story, List.of());
    }

    @Override
    public String toString() {
        return name;
    }
}
