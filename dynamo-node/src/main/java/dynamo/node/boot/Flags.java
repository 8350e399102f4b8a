package dynamo.node.boot;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The flags of the command line: names for the usual settings, {@code --set} for all, and what to do. */
@Command(
        name = "dynamo-node",
        header = "One node of a leaderless, always writeable key-value store.",
        description = {
            "",
            "Without flags it starts a single node on loopback that keeps its data in",
            "./data. Nodes on the same machine may join it; for others, set peer.host.",
            "With --join it becomes a node of a cluster that is there: it needs that one's",
            "cluster.secret and a node.id of its own. Later starts do without --join.",
            "Settings are read from --config, then DYNAMO_* variables, then flags; the",
            "last given counts.",
            ""
        },
        sortOptions = false,
        usageHelpAutoWidth = true,
        abbreviateSynopsis = true)
final class Flags {

    @Option(names = "--config", paramLabel = "FILE", description = "YAML file of settings (or DYNAMO_CONFIG)")
    private @Nullable Path config;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "set any setting; may be repeated")
    private @Nullable Map<String, String> set;

    @Option(names = "--node-id", paramLabel = "NAME", description = "node.id")
    private @Nullable String nodeId;

    @Option(names = "--members", paramLabel = "LIST", description = "cluster.members")
    private @Nullable String members;

    @Option(
            names = "--join",
            paramLabel = "HOST[:PORT]",
            description = "cluster.join: become a node of the cluster that has a peer port there")
    private @Nullable String join;

    @Option(names = "--replace", paramLabel = "NODE", description = "cluster.replace: join in the place of this member")
    private @Nullable String replace;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "data.dir")
    private @Nullable String dataDir;

    @Option(names = "--memory", description = "storage.kind=memory: nothing survives the process")
    private boolean isMemory;

    @Option(names = "--data-port", paramLabel = "PORT", description = "http.data.port")
    private @Nullable String dataPort;

    @Option(names = "--admin-port", paramLabel = "PORT", description = "http.admin.port")
    private @Nullable String adminPort;

    @Option(names = "--peer-port", paramLabel = "PORT", description = "peer.port")
    private @Nullable String peerPort;

    @Option(
            names = "--ports-file",
            paramLabel = "FILE",
            description = "write the addresses listened at into FILE, once all are bound")
    private @Nullable Path portsFile;

    @Option(names = "--check-config", description = "say whether the settings are good, and end")
    private boolean isCheck;

    @Option(names = "--print-config", description = "print every setting and where it came from, and end")
    private boolean isPrint;

    @Option(names = "--help", usageHelp = true, description = "print this help, and end")
    private boolean isHelp;

    @Option(names = "--version", versionHelp = true, description = "print the version, and end")
    private boolean isVersion;

    Optional<Path> configFile(Map<String, String> environment) {
        return Optional.ofNullable(config)
                .or(() -> Optional.ofNullable(environment.get(Environment.CONFIG_FILE))
                        .map(Path::of));
    }

    Optional<Path> portsFile() {
        return Optional.ofNullable(portsFile);
    }

    boolean isHelp() {
        return isHelp;
    }

    boolean isVersion() {
        return isVersion;
    }

    boolean isCheck() {
        return isCheck;
    }

    boolean isPrint() {
        return isPrint;
    }

    ImmutableList<Raw> settings() throws ConfigException {
        List<Raw> found = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        (set == null ? Map.<String, String>of() : set).forEach((key, value) -> {
            if (Catalogue.BY_KEY.containsKey(key)) {
                found.add(new Raw(key, value, "--set"));
            } else {
                faults.add("--set: unknown key " + key + Suggestion.of(key, Catalogue.BY_KEY.keySet()));
            }
        });
        if (!faults.isEmpty()) {
            throw new ConfigException(ImmutableList.copyOf(faults));
        }
        add(found, Catalogue.NODE_ID, nodeId, "--node-id");
        add(found, Catalogue.CLUSTER_MEMBERS, members, "--members");
        add(found, Catalogue.CLUSTER_JOIN, join, "--join");
        add(found, Catalogue.CLUSTER_REPLACE, replace, "--replace");
        add(found, Catalogue.DATA_DIR, dataDir, "--data-dir");
        add(found, Catalogue.STORAGE_KIND, isMemory ? "memory" : null, "--memory");
        add(found, Catalogue.HTTP_DATA_PORT, dataPort, "--data-port");
        add(found, Catalogue.HTTP_ADMIN_PORT, adminPort, "--admin-port");
        add(found, Catalogue.PEER_PORT, peerPort, "--peer-port");
        return ImmutableList.copyOf(found);
    }

    private static void add(List<Raw> to, Setting<?> setting, @Nullable String text, String flag) {
        if (text != null) {
            to.add(new Raw(setting.key(), text, flag));
        }
    }
}
