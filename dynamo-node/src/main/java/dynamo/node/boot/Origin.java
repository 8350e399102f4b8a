package dynamo.node.boot;

import com.google.common.collect.ImmutableList;
import com.google.common.io.BaseEncoding;
import dynamo.node.boot.Catalogue.StorageKind;
import dynamo.node.io.disk.DataDirectory;
import dynamo.node.io.disk.Identity;
import dynamo.node.io.net.Introduction;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * What a node is made with at its first start: a cluster of its own, as configured, or one that is there, as one of its nodes
 * says.
 */
record Origin(
        BootConfig config,
        Optional<String> cluster,
        int n,
        int partitions,
        ImmutableList<String> members,
        ImmutableList<String> joined) {

    /** Asks the cluster that is to be joined, unless the data directory knows it from an earlier start. */
    static Origin of(BootConfig config) throws StartException {
        boolean isFirstStart = config.storage() == StorageKind.MEMORY || !DataDirectory.isInitialised(config.dataDir());
        return config.join().isPresent() && isFirstStart
                ? of(config, new Introducing(Introducing.PATIENCE).ask(config))
                : new Origin(
                        config,
                        config.clusterId(),
                        config.n(),
                        config.partitions(),
                        FirstRing.texts(config.firstMembers()),
                        ImmutableList.of());
    }

    private static Origin of(BootConfig config, Introduction said) {
        String asked = FirstRing.asked(said.node(), config.join().orElseThrow());
        return new Origin(
                config,
                Optional.of(said.clusterId()),
                said.n(),
                said.partitions(),
                ImmutableList.of(),
                ImmutableList.of(asked));
    }

    DataDirectory.Wanted wanted() {
        return new DataDirectory.Wanted(config.node(), cluster, config.secret(), n, partitions, members, joined);
    }

    /** Of a node that keeps nothing. */
    Identity inMemory() {
        byte[] drawn = new byte[40];
        new SecureRandom().nextBytes(drawn);
        return new Identity(
                cluster.orElseGet(() -> BaseEncoding.base16().lowerCase().encode(drawn, 0, 8)),
                config.node(),
                n,
                partitions,
                config.secret()
                        .orElseGet(() -> BaseEncoding.base64Url().omitPadding().encode(drawn, 8, 32)),
                members,
                joined);
    }
}
