package dynamo.node.io.http;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dynamo.contract.Failure;
import dynamo.contract.json.JsonMembers;
import dynamo.node.PlanView;
import dynamo.node.RingChanges;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import dynamo.version.MalformedException;
import java.util.Optional;

/** How operators change the ring: stage what is to change, look at the plan, commit it or forget it. */
final class RingRoutes {
    private static final int BODY_BYTES_MAX = 4096;
    /** The text, its characters, and what is made of them. */
    private static final int MEMORY_PER_BYTE = 8;

    private static final ImmutableList<String> CHANGE_STRINGS = ImmutableList.of("change", "node", "by", "zone");
    private static final ImmutableList<String> CHANGE_NUMBERS = ImmutableList.of("weight");

    private final NodeDoor door;

    private RingRoutes(NodeDoor door) {
        this.door = door;
    }

    static ImmutableList<Route> of(NodeDoor door) {
        RingRoutes routes = new RingRoutes(door);
        return ImmutableList.of(
                new Route("/v1/ring/changes", ImmutableMap.of("POST", routes::stage, "DELETE", routes::clear)),
                new Route("/v1/ring/plan", ImmutableMap.of("GET", routes::plan, "HEAD", routes::plan)),
                new Route("/v1/ring/commit", ImmutableMap.of("POST", routes::commit)));
    }

    private static Call withBody(Call.Action action) {
        return new Call(BODY_BYTES_MAX, MEMORY_PER_BYTE, false, action);
    }

    private Call stage(RequestHead head, ImmutableList<String> path) {
        new Query(head.target().query()).end();
        return withBody((exchange, body) -> {
            RingChanges.Change change = change(body);
            door.enter(node -> {
                Optional<Failure> refusal = node.ringChanges().stage(change);
                ImmutableList<RingChanges.Change> staged = node.ringChanges().staged();
                exchange.reply(() -> refusal.isPresent()
                        ? Problem.of(refusal.get()).answer(exchange)
                        : exchange.ok(to -> PlanDocument.writeStaged(to, staged)));
            });
        });
    }

    private static RingChanges.Change change(Bytes body) {
        JsonMembers members = members(body, CHANGE_STRINGS, CHANGE_NUMBERS);
        try {
            return RingChanges.Change.asked(
                    required(members, "change"),
                    members.string("node").map(NodeId::new),
                    members.string("by").map(NodeId::new),
                    members.number("weight"),
                    members.string("zone"));
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private static JsonMembers members(Bytes body, ImmutableList<String> strings, ImmutableList<String> numbers) {
        try {
            return JsonMembers.parse(body, strings, numbers);
        } catch (MalformedException e) {
            throw new Refusal(Problem.of(400, "bad-json", String.valueOf(e.getMessage())));
        }
    }

    private static String required(JsonMembers members, String name) {
        return members.string(name).orElseThrow(() -> Refusal.badRequest("\"" + name + "\" is missing"));
    }

    private Call clear(RequestHead head, ImmutableList<String> path) {
        new Query(head.target().query()).end();
        return Call.withoutBody((exchange, none) -> door.enter(node -> {
            node.ringChanges().clear();
            exchange.reply(() -> exchange.answer(204).header(Headers.CACHE_CONTROL, Headers.NO_STORE));
        }));
    }

    private Call plan(RequestHead head, ImmutableList<String> path) {
        new Query(head.target().query()).end();
        return Call.withoutBody((exchange, none) -> door.enter(node -> {
            PlanView plan = node.ringChanges().plan();
            exchange.replyApart(() -> plan instanceof PlanView.Refused refused
                    ? Problem.of(refused.failure()).answer(exchange)
                    : exchange.ok(PlanDocument.of(plan)));
        }));
    }

    private Call commit(RequestHead head, ImmutableList<String> path) {
        new Query(head.target().query()).end();
        return withBody((exchange, body) -> {
            String plan = required(members(body, ImmutableList.of("plan"), ImmutableList.of()), "plan");
            door.enter(node -> node.ringChanges()
                    .commit(
                            plan,
                            epoch -> exchange.reply(() -> exchange.ok(to -> {
                                to.writeNumberField("epoch", epoch);
                                to.writeStringField("plan", plan);
                            })),
                            failure -> exchange.reply(() -> Problem.of(failure).answer(exchange))));
        });
    }
}
