package dynamo.tools.check.report;

import com.google.common.collect.ImmutableListMultimap;
import dynamo.tools.check.Call;
import dynamo.tools.check.Calls;
import dynamo.tools.check.History;
import dynamo.tools.check.Violation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The calls that violations are about: those that wrote, or added, what a violation names, and the one that showed it. */
final class Concerned {
    private final ImmutableListMultimap<String, Call> calls;

    private Concerned(ImmutableListMultimap<String, Call> calls) {
        this.calls = calls;
    }

    static Concerned of(History history, List<Violation> violations) {
        Set<String> wanted = new HashSet<>();
        violations.forEach(violation -> names(violation).forEach(wanted::add));
        ImmutableListMultimap.Builder<String, Call> calls = ImmutableListMultimap.builder();
        if (!wanted.isEmpty()) {
            for (Call call : history.calls()) {
                names(call).filter(wanted::contains).forEach(name -> calls.put(name, call));
            }
        }
        return new Concerned(calls.build());
    }

    private static Stream<String> names(Violation violation) {
        return Stream.concat(violation.ids().stream(), Stream.of(violation.where()));
    }

    private static Stream<String> names(Call call) {
        Stream<String> text = Stream.of(Calls.text(call));
        return call instanceof Call.Write write
                ? Stream.of(Stream.of(write.id()), write.adds().stream(), text).flatMap(names -> names)
                : text;
    }

    /** An element's name may serve for several keys, a write's id may show at a key that it was not for. */
    List<Call> of(Violation violation) {
        return names(violation)
                .flatMap(name -> calls.get(name).stream())
                .filter(call -> call.key().equals(violation.key())
                        || call instanceof Call.Write write && violation.ids().contains(write.id()))
                .distinct()
                .toList();
    }

    static String text(Call call) {
        String node = call.caller().node();
        String code = call.outcome().code();
        return (call instanceof Call.Write write ? write.id() + ": " : "") + Calls.text(call) + " at "
                + Figures.seconds(call.span().begin()) + (node.isEmpty() ? "" : " by way of " + node) + ", "
                + call.outcome().result() + (code.isEmpty() ? "" : " (" + code + ")");
    }
}
