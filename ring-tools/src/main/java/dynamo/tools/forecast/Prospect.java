package dynamo.tools.forecast;

import dynamo.ring.Member;
import dynamo.ring.Ring;
import dynamo.ring.RingDiff;
import dynamo.tools.cluster.Balance;
import java.util.Map;
import java.util.TreeMap;

/** What there is to say of one ring, worked out once: with a thousand nodes each part takes its time. */
record Prospect(Ring ring, Balance balance, RingDiff standing, Outages outages) {

    static Prospect of(Ring ring) {
        return new Prospect(ring, Balance.of(ring), RingDiff.between(ring, ring), Outages.of(ring));
    }

    /** Whether it is balanced and safe. */
    boolean isGood() {
        return balance.isEven() && standing.areHomesDistinct() && standing.areZonesSafe();
    }

    int zones() {
        return zoneWeights().size();
    }

    boolean areZonesEqual() {
        return zoneWeights().values().stream().distinct().count() == 1;
    }

    private Map<String, Double> zoneWeights() {
        Map<String, Double> weights = new TreeMap<>();
        ring.members().stream()
                .filter(member -> member.status().owns())
                .forEach(member -> weights.merge(member.zone(), member.weight(), Double::sum));
        return weights;
    }

    int owning() {
        return (int) ring.members().stream()
                .map(Member::status)
                .filter(Member.Status::owns)
                .count();
    }
}
