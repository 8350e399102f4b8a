package dynamo.node.boot;

import com.google.common.net.HostAndPort;
import dynamo.ring.Member;
import dynamo.ring.NodeId;

/** Where a member of the cluster listens for its peers, as configured: {@code id=host:port} or {@code id=host:port/zone}. */
record MemberAddress(NodeId id, HostAndPort address, String zone) {

    private static final String FORM = "must be id=host:port or id=host:port/zone, such as n1=10.0.0.1:7000/hall-a";

    static MemberAddress parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException(FORM);
        }
        String place = text.substring(equals + 1);
        int slash = place.indexOf('/');
        String zone = slash < 0 ? Member.ZONE_DEFAULT : place.substring(slash + 1);
        NodeId id = new NodeId(text.substring(0, equals));
        HostAndPort address = HostAndPort.fromString(slash < 0 ? place : place.substring(0, slash));
        if (!address.hasPort() || address.getPort() == 0 || zone.isEmpty()) {
            throw new IllegalArgumentException(FORM);
        }
        Texts.host(address.getHost());
        return new MemberAddress(id, address, new Member(id, zone).zone());
    }

    Member member() {
        return new Member(id, zone);
    }

    @Override
    public String toString() {
        return id + "=" + address + "/" + zone;
    }
}
