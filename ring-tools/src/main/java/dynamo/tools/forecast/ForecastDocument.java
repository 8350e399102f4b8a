package dynamo.tools.forecast;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dynamo.ring.Ring;
import dynamo.ring.RingDiff;
import dynamo.tools.cluster.Balance;

/** A forecast as JSON. */
final class ForecastDocument {
    private ForecastDocument() {}

    static String of(Forecast forecast) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("ring", ring(forecast.first()));
        forecast.next().ifPresent(next -> json.set("next", ring(next)));
        forecast.moves().ifPresent(moves -> json.put("moves", moves.moves()).put("minimum", moves.movesMin()));
        return json.toString();
    }

    private static ObjectNode ring(Prospect prospect) {
        Ring ring = prospect.ring();
        Balance balance = prospect.balance();
        RingDiff diff = prospect.standing();
        Outages outages = prospect.outages();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("nodes", balance.loads().size()).put("partitions", ring.partitions());
        json.put("n", ring.n()).put("replicas", ring.replicas());
        json.put("balanced", balance.isEven()).put("worstOff", balance.worst());
        json.put("homesDistinct", diff.areHomesDistinct()).put("zonesSafe", diff.areZonesSafe());
        ObjectNode zones = json.putObject("withoutZone");
        outages.byZone().forEach(zones::put);
        outages.worstPair().ifPresent(worst -> json.put("withoutTwoNodes", worst));
        ArrayNode loads = json.putArray("loads");
        for (Balance.Load load : balance.loads()) {
            loads.addObject()
                    .put("id", load.member().id().name())
                    .put("zone", load.member().zone())
                    .put("weight", load.member().weight())
                    .put("owned", load.owned())
                    .put("replicas", load.replicas())
                    .put("replicasShare", load.replicasShare());
        }
        return json;
    }
}
