package dynamo.tools.check;

import static dynamo.tools.check.Case.right;
import static dynamo.tools.check.Case.wrong;

import com.google.common.collect.ImmutableList;
import dynamo.tools.check.Violation.Kind;
import java.util.Optional;

/** What a read may show, and what never. */
final class ReadCases {
    static final ImmutableList<Case> ALL = ImmutableList.of(
            wrong(
                    Kind.FALSE_SIBLINGS,
                    "in a get",
                    s -> s.put("w1")
                            .ok()
                            .put("w2")
                            .saw("w1")
                            .ok()
                            .get("w1", "w2")
                            .last("w2")),
            wrong(
                    Kind.FALSE_SIBLINGS,
                    "through an unseen step, at the end",
                    s -> s.put("w1")
                            .ok()
                            .put("w2")
                            .saw("w1")
                            .ok()
                            .put("w3")
                            .saw("w2")
                            .ok()
                            .last("w3", "w1")),
            wrong(
                    Kind.FALSE_SIBLINGS,
                    "at a replica",
                    s -> s.put("w1")
                            .ok()
                            .put("w2")
                            .saw("w1")
                            .ok()
                            .replica("n1", "r", "w1", "w2")
                            .last("w2")),
            wrong(
                    Kind.FALSE_SIBLINGS,
                    "beside the write after its own",
                    s -> s.put("w1")
                            .saw()
                            .ok()
                            .put("w2")
                            .saw("w1")
                            .ok()
                            .get("w2", "w1")
                            .last("w2")),
            right(
                    "siblings of writes in sight of the same",
                    s -> s.put("w0")
                            .ok()
                            .put("w1")
                            .saw("w0")
                            .ok()
                            .put("w2")
                            .saw("w0")
                            .ok()
                            .last("w1", "w2")),
            right(
                    "a stale get outside a session",
                    s -> s.put("w1").ok().put("w2").saw("w1").ok().get("w1").last("w2")),
            right("a get that finds nothing yet", s -> s.put("w1").ok().get().last("w1")),
            right(
                    "a second copy of a write sent twice",
                    s -> s.put("w1").tries(2).ok().put("w2").saw("w1").ok().last("w1", "w2")),
            right("one write shown twice", s -> s.put("w1").ok().last("w1", "w1")),
            wrong(
                    Kind.NEVER_WRITTEN,
                    "nobody wrote it",
                    s -> s.put("w1").ok().get("w9").last("w1")),
            wrong(
                    Kind.NEVER_WRITTEN,
                    "a value of another key",
                    s -> s.put("w1")
                            .ok()
                            .last("w1")
                            .at("other")
                            .put("w2")
                            .ok()
                            .last("w2")
                            .get("w1")),
            wrong(
                    Kind.NEVER_WRITTEN,
                    "before its write began",
                    s -> s.getDuring(new Span(5, 8), Found.of("w1"))
                            .put("w1")
                            .ok()
                            .last("w1")),
            right(
                    "in a read that overlaps the write",
                    s -> s.getDuring(new Span(5, 10), Found.of("w1"))
                            .put("w1")
                            .during(10, 20)
                            .ok()
                            .last("w1")),
            wrong(
                    Kind.NEVER_WRITTEN,
                    "a strange value, which may hide the write",
                    s -> s.put("w1")
                            .ok()
                            .line(new Line.Final(
                                    new KeyName("b", "k"),
                                    new Found(ImmutableList.of(), 0, ImmutableList.of("x\u0000y")),
                                    Optional.empty()))),
            wrong(
                    Kind.NEVER_WRITTEN,
                    "a delete's id as a value",
                    s -> s.put("w1").ok().delete("d").saw("w1").ok().get("d").last()),
            wrong(
                    Kind.NEVER_WRITTEN,
                    "only in a context",
                    s -> s.put("w1").saw("w9").ok().last("w1")),
            wrong(
                    Kind.NOT_APPLIED_SHOWN,
                    "and then gone again",
                    s -> s.put("w1").notApplied().get("w1").last()),
            right("it never shows", s -> s.put("w1").notApplied().get().last()),
            right(
                    "an unknown one shows and goes",
                    s -> s.put("w1").unknown().get("w1").get().last()));

    private ReadCases() {}
}
