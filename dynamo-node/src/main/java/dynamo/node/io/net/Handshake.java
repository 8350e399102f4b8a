package dynamo.node.io.net;

import dynamo.node.io.net.Preamble.Hello;
import dynamo.node.io.net.Preamble.Introduce;
import dynamo.node.io.net.Preamble.Refused;
import java.util.Optional;

/** Decides whether to talk to who says hello, or asks who is here. Confined to the loop. */
final class Handshake {
    /** The one protocol version so far: frames and messages as they are today. */
    static final int VERSION = 1;

    private final TransportConfig.Cluster cluster;
    private Hello own;

    Handshake(TransportConfig config) {
        cluster = config.cluster();
        own = new Hello(VERSION, VERSION, cluster.id(), config.self(), cluster.secretDigest(), "");
    }

    /** Told in each hello from now on. */
    void listensAt(String address) {
        own = new Hello(VERSION, VERSION, own.clusterId(), own.node(), own.secretDigest(), address);
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
        return refusal(other.secretDigest());
    }

    /** The answer to who wants to join and shows that it was given the secret; a refusal otherwise. */
    Preamble answer(Introduce question) {
        Optional<Refused> refusal = refusal(question.secretDigest());
        return refusal.isPresent()
                ? refusal.get()
                : new Introduction(cluster.id(), own.node(), cluster.n(), cluster.partitions());
    }

    /** Without detail: who does not know the secret is not told its digest. */
    private Optional<Refused> refusal(long secretDigest) {
        return secretDigest == cluster.secretDigest() ? Optional.empty() : refused(Refusal.SECRET, "");
    }

    private static Optional<Refused> refused(Refusal why, String detail) {
        return Optional.of(new Refused(why, detail));
    }
}
