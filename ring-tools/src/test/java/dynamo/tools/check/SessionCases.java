package dynamo.tools.check;

import static dynamo.tools.check.Case.right;
import static dynamo.tools.check.Case.wrong;

import com.google.common.collect.ImmutableList;
import dynamo.tools.check.Violation.Kind;

/** What a session promises. */
final class SessionCases {
    static final ImmutableList<Case> ALL = ImmutableList.of(
            wrong(
                    Kind.BROKEN_SESSION,
                    "does not find what it wrote",
                    s -> s.session("s").put("w1").ok().get().last("w1")),
            right("finds it", s -> s.session("s").put("w1").ok().get("w1").last("w1")),
            right(
                    "its own write is unknown",
                    s -> s.session("s").put("w1").unknown().get().last("w1")),
            right(
                    "another session's write",
                    s -> s.session("t").put("w1").ok().session("s").get().last("w1")),
            right(
                    "finds what superseded it",
                    s -> s.session("s")
                            .put("w1")
                            .ok()
                            .session("")
                            .put("w2")
                            .saw("w1")
                            .unknown()
                            .session("s")
                            .get("w2")
                            .last("w2")),
            wrong(
                    Kind.BROKEN_SESSION,
                    "finds only a concurrent value",
                    s -> s.put("w2").ok().session("s").put("w1").ok().get("w2").last("w1", "w2")),
            wrong(
                    Kind.BROKEN_SESSION,
                    "goes back to what was superseded",
                    s -> s.put("w1")
                            .ok()
                            .put("w2")
                            .saw("w1")
                            .ok()
                            .session("s")
                            .get("w2")
                            .get("w1")
                            .last("w2")),
            wrong(
                    Kind.BROKEN_SESSION,
                    "was shown an unknown write, and loses it",
                    s -> s.put("w1").unknown().session("s").get("w1").get().last("w1")),
            right(
                    "goes forward",
                    s -> s.put("w1")
                            .ok()
                            .put("w2")
                            .saw("w1")
                            .ok()
                            .session("s")
                            .get("w1")
                            .get("w2")
                            .last("w2")),
            right(
                    "finds nothing, for it was deleted",
                    s -> s.session("s")
                            .put("w1")
                            .ok()
                            .session("")
                            .delete("d")
                            .saw("w1")
                            .ok()
                            .session("s")
                            .get()
                            .last()),
            right(
                    "a delete that began within the read",
                    s -> s.session("s")
                            .put("w1")
                            .ok()
                            .session("")
                            .delete("d")
                            .saw("w1")
                            .during(40, 60)
                            .ok()
                            .session("s")
                            .getDuring(new Span(30, 50), Found.NOTHING)
                            .last()),
            wrong(
                    Kind.BROKEN_SESSION,
                    "a delete that began after the read",
                    s -> s.session("s")
                            .put("w1")
                            .ok()
                            .get()
                            .session("")
                            .delete("d")
                            .saw("w1")
                            .ok()
                            .last()),
            right(
                    "deleted and written anew",
                    s -> s.session("s")
                            .put("w1")
                            .ok()
                            .session("")
                            .delete("d")
                            .saw("w1")
                            .ok()
                            .put("w2")
                            .saw()
                            .ok()
                            .session("s")
                            .get("w2")
                            .last("w2")),
            wrong(
                    Kind.BROKEN_SESSION,
                    "shows what it deleted itself",
                    s -> s.put("w1")
                            .ok()
                            .session("s")
                            .delete("d")
                            .saw("w1")
                            .ok()
                            .get("w1")
                            .last()),
            right(
                    "its own delete was unknown",
                    s -> s.put("w1")
                            .ok()
                            .session("s")
                            .delete("d")
                            .saw("w1")
                            .unknown()
                            .get("w1")
                            .last("w1")));

    private SessionCases() {}
}
