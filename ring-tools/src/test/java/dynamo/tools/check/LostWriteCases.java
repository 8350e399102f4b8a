package dynamo.tools.check;

import static dynamo.tools.check.Case.right;
import static dynamo.tools.check.Case.wrong;

import com.google.common.collect.ImmutableList;
import dynamo.tools.check.Violation.Kind;

/** Acknowledged puts, and what accounts for them. */
final class LostWriteCases {
    static final ImmutableList<Case> ALL = ImmutableList.of(
            wrong(Kind.LOST_WRITE, "an acked put is gone", s -> s.put("w1").ok().last()),
            right("an unknown put is gone", s -> s.put("w1").unknown().last()),
            right("an unknown put came later", s -> s.put("w1").unknown().get().last("w1")),
            right("it is found", s -> s.put("w1").ok().last("w1")),
            wrong(
                    Kind.LOST_WRITE,
                    "a blind put is no excuse",
                    s -> s.put("w1").ok().put("w2").ok().last("w2")),
            right(
                    "superseded by what is found",
                    s -> s.put("w1").ok().put("w2").saw("w1").ok().last("w2")),
            right(
                    "superseded by an unknown put that is found",
                    s -> s.put("w1").ok().put("w2").saw("w1").unknown().last("w2")),
            wrong(
                    Kind.LOST_WRITE,
                    "superseded by an unknown put that is not found",
                    s -> s.put("w1").ok().put("w2").saw("w1").unknown().last()),
            right(
                    "through two steps, the first of them unknown",
                    s -> s.put("w1")
                            .ok()
                            .put("w2")
                            .saw("w1")
                            .unknown()
                            .put("w3")
                            .saw("w2")
                            .ok()
                            .last("w3")),
            right("deleted", s -> s.put("w1").ok().delete("d").saw("w1").ok().last()),
            right(
                    "perhaps deleted",
                    s -> s.put("w1").ok().delete("d").saw("w1").unknown().last()),
            wrong(
                    Kind.LOST_WRITE,
                    "a delete that was not applied",
                    s -> s.put("w1").ok().delete("d").saw("w1").notApplied().last()),
            wrong(
                    Kind.LOST_WRITE,
                    "a delete that did not see it",
                    s -> s.put("w1").ok().delete("d").ok().last()),
            right(
                    "deleted and written anew over the tombstone",
                    s -> s.put("w1")
                            .ok()
                            .delete("d")
                            .saw("w1")
                            .ok()
                            .put("w2")
                            .saw()
                            .ok()
                            .last("w2")),
            right(
                    "a delete of one of two siblings",
                    s -> s.put("w1")
                            .ok()
                            .put("w2")
                            .ok()
                            .delete("d")
                            .saw("w1")
                            .ok()
                            .last("w2")),
            right(
                    "its superseder ended before it did",
                    s -> s.put("w2")
                            .saw("w1")
                            .during(30, 31)
                            .ok()
                            .put("w1")
                            .during(5, 90)
                            .ok()
                            .last("w2")),
            wrong(
                    Kind.LOST_WRITE,
                    "another key's write",
                    s -> s.put("w1").ok().last().at("other").put("w2").ok().last("w2")));

    private LostWriteCases() {}
}
