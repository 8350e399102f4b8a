package dynamo.node.io.net;

import dynamo.node.io.net.Preamble.Hello;
import dynamo.node.io.net.Preamble.Refused;
import java.util.Optional;

/** Decides whether to talk to who says hello. Pure. */
final class Handshake {
    /** The one protocol version so far: frames and messages as they are today. */
    static final int VERSION = 1;

    private final Hello own;

    Handshake(TransportConfig config) {
        own = new Hello(VERSION, VERSION, config.clusterId(), config.self(), config.ringDigest());
    }

    Hello own() {
        return own;
    }

    /** Empty when both belong together. */
    Optional<Refused> refusal(Hello other) {
        if (other.versionMax() < own.versionMin() || other.versionMin() > own.versionMax()) {
            return refused(
                    Refusal.VERSION,
                    "here " + own.versionMin() + ".." + own.versionMax() + ", there " + other.versionMin() + ".."
                            + other.versionMax());
        }
        if (!other.clusterId().equals(own.clusterId())) {
            return refused(Refusal.CLUSTER, "");
        }
        if (other.node().equals(own.node())) {
            return refused(Refusal.OWN_NAME, own.node().name());
        }
        if (other.ringDigest() != own.ringDigest()) {
            return refused(
                    Refusal.RING,
                    "here " + Long.toHexString(own.ringDigest()) + ", there " + Long.toHexString(other.ringDigest()));
        }
        return Optional.empty();
    }

    private static Optional<Refused> refused(Refusal why, String detail) {
        return Optional.of(new Refused(why, detail));
    }
}
