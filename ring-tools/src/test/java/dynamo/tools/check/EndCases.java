package dynamo.tools.check;

import static dynamo.tools.check.Case.right;
import static dynamo.tools.check.Case.wrong;

import com.google.common.collect.ImmutableList;
import dynamo.tools.check.Violation.Kind;
import java.util.List;

/** What is left at the end. */
final class EndCases {
    static final ImmutableList<Case> ALL = ImmutableList.of(
            wrong(
                    Kind.RESURRECTED,
                    "a deleted value at the end",
                    s -> s.put("w1").ok().delete("d").saw("w1").ok().last("w1")),
            wrong(
                    Kind.RESURRECTED,
                    "beside a new value, at a replica",
                    s -> s.put("w1")
                            .ok()
                            .delete("d")
                            .saw("w1")
                            .ok()
                            .put("w2")
                            .saw()
                            .ok()
                            .replica("n1", "r", "w1", "w2")
                            .last("w2")),
            wrong(
                    Kind.RESURRECTED,
                    "what the deleted value had superseded",
                    s -> s.put("w0")
                            .ok()
                            .put("w1")
                            .saw("w0")
                            .ok()
                            .delete("d")
                            .saw("w1")
                            .ok()
                            .last("w0")),
            right(
                    "the delete was unknown",
                    s -> s.put("w1").ok().delete("d").saw("w1").unknown().last("w1")),
            right(
                    "a sibling the delete did not see",
                    s -> s.put("w1")
                            .ok()
                            .put("w2")
                            .ok()
                            .delete("d")
                            .saw("w1")
                            .ok()
                            .last("w2")),
            right(
                    "a second copy, perhaps",
                    s -> s.put("w1").tries(3).ok().delete("d").saw("w1").ok().last("w1")),
            wrong(
                    Kind.STALE_VALUE,
                    "at a replica",
                    s -> s.put("w1")
                            .ok()
                            .put("w2")
                            .saw("w1")
                            .ok()
                            .replica("n1", "r", "w1")
                            .last("w2")),
            wrong(
                    Kind.STALE_VALUE,
                    "back under what was perhaps deleted",
                    s -> s.put("w0")
                            .ok()
                            .put("w1")
                            .saw("w0")
                            .ok()
                            .delete("d")
                            .saw("w1")
                            .unknown()
                            .last("w0")),
            right(
                    "superseded by an unknown put only",
                    s -> s.put("w1")
                            .ok()
                            .put("w2")
                            .saw("w1")
                            .unknown()
                            .replica("n1", "r", "w1")
                            .last("w1")),
            wrong(
                    Kind.LOST_WRITE,
                    "a put that left no trace, though what it superseded is there",
                    s -> s.put("w0").ok().put("w1").saw("w0").ok().last("w0")),
            wrong(
                    Kind.REPLICAS_DIFFER,
                    "by what they show",
                    s -> s.put("w1")
                            .ok()
                            .put("w2")
                            .ok()
                            .replica("n1", "r", "w1")
                            .replica("n2", "r", "w2")
                            .last("w1", "w2")),
            wrong(
                    Kind.REPLICAS_DIFFER,
                    "by their records only",
                    s -> s.put("w1")
                            .ok()
                            .replica("n1", "r", "w1")
                            .replica("n2", "q", "w1")
                            .last("w1")),
            right(
                    "alike, in another order",
                    s -> s.put("w1")
                            .ok()
                            .put("w2")
                            .ok()
                            .replica("n1", "r", "w1", "w2")
                            .replica("n2", "r", "w2", "w1")
                            .last("w1", "w2")),
            wrong(
                    Kind.LOST_ELEMENT,
                    "superseded by a put that dropped it",
                    s -> s.put("w1")
                            .adds("e1")
                            .ok()
                            .put("w2")
                            .saw("w1")
                            .adds("e2")
                            .ok()
                            .lastWith(List.of("e2"), "w2")),
            right(
                    "all are there",
                    s -> s.put("w1")
                            .adds("e1")
                            .ok()
                            .put("w2")
                            .saw("w1")
                            .adds("e2")
                            .ok()
                            .lastWith(List.of("e1", "e2"), "w2")),
            right("its put is unknown", s -> s.put("w1").adds("e1").unknown().lastWith(List.of())),
            right(
                    "deleted with its value",
                    s -> s.put("w1").adds("e1").ok().delete("d").saw("w1").ok().lastWith(List.of())),
            wrong(
                    Kind.LOST_ELEMENT,
                    "added twice, deleted once",
                    s -> s.put("w1")
                            .adds("e1")
                            .ok()
                            .delete("d")
                            .saw("w1")
                            .ok()
                            .put("w2")
                            .saw()
                            .adds("e1")
                            .ok()
                            .lastWith(List.of(), "w2")),
            wrong(
                    Kind.ELEMENT_NEVER_ADDED,
                    "from nowhere",
                    s -> s.put("w1").adds("e1").ok().lastWith(List.of("e1", "e9"), "w1")),
            wrong(
                    Kind.ELEMENT_NEVER_ADDED,
                    "of a put that was not applied",
                    s -> s.put("w1").ok().put("w2").adds("e2").notApplied().lastWith(List.of("e2"), "w1")),
            right(
                    "of a put that was not applied, and of one that may be",
                    s -> s.put("w1")
                            .adds("e1")
                            .notApplied()
                            .put("w2")
                            .adds("e1")
                            .unknown()
                            .lastWith(List.of("e1"), "w2")));

    private EndCases() {}
}
