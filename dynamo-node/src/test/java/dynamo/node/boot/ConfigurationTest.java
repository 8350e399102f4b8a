package dynamo.node.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.base.Splitter;
import dynamo.node.Joining;
import dynamo.node.RepairPaths;
import dynamo.node.boot.Catalogue.StorageKind;
import dynamo.node.io.disk.RocksOptions;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {

    private static final String SECRET = "a-secret-of-24-characters";

    @TempDir
    Path dir;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void defaults_are_a_node_alone_on_loopback() throws ConfigException {
        BootConfig config = BootConfig.of(Settings.of(List.of()));

        assertThat(config.firstMembers()).containsExactly(new Member(new NodeId("node1"), "default"));
        assertThat(config.data()).hasToString("127.0.0.1:8080");
        assertThat(config.admin()).hasToString("127.0.0.1:8081");
        assertThat(config.peer()).hasToString("127.0.0.1:7000");
        assertThat(config.storage()).isEqualTo(StorageKind.DISK);
        assertThat(config.rocks()).isEqualTo(RocksOptions.DEFAULTS);
        assertThat(config.limits().valueBytesMax()).isEqualTo(8 << 20);
    }

    @Test
    void peers_are_told_an_address_they_can_dial() throws Exception {
        String members =
                "cluster: {id: c, secret: 0123456789abcdef0123456789abcdef, members: 'n1=10.0.0.1:7000,n2=10.0.0.2:7000'}\n";
        assertThat(addressToTell("node.id: n1\n" + members)).isEqualTo("10.0.0.1:7000");
        assertThat(addressToTell("node.id: n1\npeer: {host: 10.9.9.9, port: 7001}\n" + members))
                .isEqualTo("10.9.9.9:7001");
        assertThat(addressToTell("node.id: n1\npeer: {host: 0.0.0.0, port: 7001}\n" + members))
                .isEqualTo("10.0.0.1:7001");
        assertThat(addressToTell("node.id: n1\npeer: {host: '::', port: 7001}\n"))
                .isEmpty();
    }

    @Test
    void an_advertised_address_is_what_peers_are_told() throws Exception {
        assertThat(addressToTell("peer: {host: 0.0.0.0, port: 7001, advertise: 10.0.0.3}\n"))
                .isEqualTo("10.0.0.3:7001");
        assertThat(addressToTell("peer: {host: 10.9.9.9, advertise: 'gate:17000'}\n"))
                .isEqualTo("gate:17000");
        assertThat(addressToTell("peer: {host: '::', advertise: '[fd00::3]'}\n"))
                .isEqualTo("[fd00::3]:7000");
    }

    @Test
    void a_node_joins_at_a_host_with_or_without_a_port() throws Exception {
        Path file = write("node: {id: n4, zone: hall-b, weight: 0.5}\ncluster: {secret: " + SECRET
                + ", replace: n2, join: 10.0.0.1}\npeer.host: 10.0.0.4\n");

        BootConfig config = BootConfig.of(Settings.of(ConfigFile.read(file)));

        assertThat(config.join()).hasToString("Optional[10.0.0.1:7000]");
        assertThat(config.joining()).isEqualTo(new Joining("hall-b", 0.5, Optional.of(new NodeId("n2"))));
        assertThat(run(
                        Map.of(),
                        "--config",
                        file.toString(),
                        "--join",
                        "other:7001",
                        "--replace",
                        "n3",
                        "--print-config"))
                .hasValue(Exit.OK.code());
        assertThat(lines(out)).contains("cluster.join: 'other:7001'  # --join", "cluster.replace: n3  # --replace");
    }

    @Test
    void a_node_alone_may_have_a_zone_and_a_weight() throws Exception {
        Path file = write("node: {zone: hall-b, weight: 2}\n");

        assertThat(BootConfig.of(Settings.of(ConfigFile.read(file))).firstMembers())
                .containsExactly(new Member(new NodeId("node1"), "hall-b").withWeight(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--join h --set peer.host=h2 | cluster.secret (or cluster.secret-file) is needed to join",
                "--join 127.0.0.1 --members node1=h:1 | cluster.join and cluster.members are both given",
                "--join 127.0.0.1:7000 | cluster.join is this node's own address, 127.0.0.1:7000",
                "--join h --set peer.host=0.0.0.0 | peer.host 0.0.0.0 is no address that other nodes can connect to; say in"
                        + " peer.advertise",
                "--join h | peer.host is needed to join h:7000: other nodes cannot connect to 127.0.0.1",
                "--replace n2 | cluster.replace needs cluster.join",
                "--join h --replace node1 | cluster.replace names this node itself",
                "--members node1=h:1/a --set node.zone=b | node.zone and node.weight are for a node that joins",
                "--members node1=h:1/a --set node.weight=2 | node.zone and node.weight are for a node that joins"
            })
    void what_contradicts_joining_is_refused(String flags, String why) {
        String secret = why.contains("is needed to join") && why.contains("secret") ? "" : SECRET;
        String[] all = Splitter.on(' ').splitToList(flags + " --check-config").toArray(String[]::new);

        assertThat(run(Map.of("DYNAMO_CLUSTER_SECRET", secret), all)).hasValue(Exit.CONFIG.code());
        assertThat(lines(err)).anyMatch(line -> line.startsWith("dynamo-node: " + why));
    }

    @ParameterizedTest
    @CsvSource({
        "--join 127.0.0.1:7001",
        "--join localhost:7001",
        "--join h --set peer.host=127.0.0.1", // its operator's word
        "--join h --set peer.advertise=h2",
        "--join h --set peer.host=0.0.0.0 --set peer.advertise=h2:17000",
        "--join h --set peer.host=h2 --replace n2"
    })
    void what_suffices_to_join_is_accepted(String flags) {
        String[] all = Splitter.on(' ').splitToList(flags + " --check-config").toArray(String[]::new);

        assertThat(run(Map.of("DYNAMO_CLUSTER_SECRET", SECRET), all)).hasValue(Exit.OK.code());
    }

    private String addressToTell(String yaml) throws Exception {
        BootConfig config = BootConfig.of(Settings.of(ConfigFile.read(write(yaml))));
        return config.addressToTell(config.peer().getPort());
    }

    @Test
    void flags_beat_environment_and_environment_beats_file() throws IOException {
        Path file = write("node.id: from-file\nhttp: {data: {port: 1}, admin: {port: 11}}\npeer.port: 21\n");
        Map<String, String> environment = Map.of("DYNAMO_HTTP_DATA_PORT", "2", "DYNAMO_HTTP_ADMIN_PORT", "12");

        run(environment, "--config", file.toString(), "--data-port", "3", "--print-config");

        assertThat(lines(out))
                .contains(
                        "node.id: from-file  # node.yaml:1",
                        "http.data.port: 3  # --data-port",
                        "http.admin.port: 12  # DYNAMO_HTTP_ADMIN_PORT",
                        "peer.port: 21  # node.yaml:3");
    }

    @Test
    void ways_of_repair_are_open_unless_an_experiment_closes_them() throws Exception {
        Path file = write("repair: {hints: false}\n");

        assertThat(BootConfig.of(Settings.of(List.of())).repairPaths()).isEqualTo(RepairPaths.ALL);
        assertThat(BootConfig.of(Settings.of(ConfigFile.read(file))).repairPaths())
                .isEqualTo(new RepairPaths(true, false, true));
    }

    @Test
    void values_are_taken_as_written() throws Exception {
        Path file = write("node.id: 007\nlimits:\n  value-bytes: 1MiB\n");

        Settings settings = Settings.of(ConfigFile.read(file));

        assertThat(settings.get(Catalogue.NODE_ID)).hasToString("007");
        assertThat(settings.get(Catalogue.LIMITS_VALUE_BYTES)).isEqualTo(1 << 20);
    }

    @Test
    void members_may_be_a_list_and_name_their_zones() throws Exception {
        Path file = write("cluster:\n  id: c\n  secret: " + SECRET
                + "\n  members:\n    - node1=10.0.0.1:7000/a\n    - n2=[::1]:7001\n");

        BootConfig config = BootConfig.of(Settings.of(ConfigFile.read(file)));

        assertThat(config.members()).hasToString("[node1=10.0.0.1:7000/a, n2=[::1]:7001/default]");
        assertThat(config.peer()).hasToString("10.0.0.1:7000");
    }

    @Test
    void unknown_keys_are_errors_that_say_what_was_meant() throws IOException {
        Path file = write("node:\n  idd: x\nhttp:\n  data:\n    prot: 1\n");

        assertThat(run(Map.of(), "--config", file.toString())).hasValue(Exit.CONFIG.code());
        assertThat(lines(err))
                .containsExactly(
                        "dynamo-node: node.yaml:2: unknown key node.idd; did you mean node.id?",
                        "dynamo-node: node.yaml:5: unknown key http.data.prot; did you mean http.data.port?");
    }

    @Test
    void unknown_variables_and_flags_are_errors_too() {
        assertThat(run(Map.of("DYNAMO_NODEID", "x"))).hasValue(Exit.CONFIG.code());
        assertThat(run(Map.of(), "--set", "node.ids=x")).hasValue(Exit.CONFIG.code());
        assertThat(run(Map.of(), "--admin-prot", "1")).hasValue(Exit.USAGE.code());

        assertThat(lines(err))
                .containsExactly(
                        "dynamo-node: unknown environment variable DYNAMO_NODEID; did you mean DYNAMO_NODE_ID?",
                        "dynamo-node: --set: unknown key node.ids; did you mean node.id?",
                        "dynamo-node: Unknown options: '--admin-prot', '1'; did you mean --admin-port? (--help lists all)");
    }

    @ParameterizedTest
    @CsvSource({
        "node.id, a/b",
        "cluster.n, 0",
        "cluster.n, three",
        "cluster.partitions, 100",
        "cluster.members, node1:7000",
        "cluster.members, node1=host",
        "cluster.join, host:port",
        "cluster.join, host:0",
        "cluster.join, :7000",
        "cluster.replace, a/b",
        "node.zone, hall a",
        "node.weight, 0",
        "node.weight, 101",
        "node.weight, NaN",
        "node.weight, much",
        "peer.advertise, host:70000",
        "http.data.port, 65536",
        "http.data.host, a b",
        "limits.value-bytes, 8MB",
        "limits.value-bytes, 99999999999GiB",
        "storage.kind, ram",
        "log.level, loud"
    })
    void a_wrong_value_is_refused_with_its_key_and_origin(String key, String text) {
        assertThatThrownBy(() -> Settings.of(List.of(new Raw(key, text, "somewhere"))))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(key + " (somewhere) ")
                .hasMessageEndingWith("not '" + text + "'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "n2=h:1 | does not name this node",
                "node1=h:1,node1=h:2 | names node1 twice",
                "node1=h:1,n2=h:1 | two nodes at h:1",
                "node1=h:1,n2=h:2 | cluster.secret is needed"
            })
    void members_that_cannot_be_a_cluster_are_refused(String members, String why) throws ConfigException {
        Settings settings = Settings.of(List.of(new Raw("cluster.members", members, "somewhere")));

        assertThatThrownBy(() -> BootConfig.of(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(why);
    }

    @Test
    void a_key_given_twice_is_refused() throws IOException {
        Path file = write("node.id: a\nnode:\n  id: b\n");

        assertThat(run(Map.of(), "--config", file.toString())).hasValue(Exit.CONFIG.code());
        assertThat(lines(err)).containsExactly("dynamo-node: node.yaml:3: node.id is given twice");
    }

    @ParameterizedTest
    @CsvSource({"'node: [', node.yaml:", "'- a', node.yaml:1", "'node.id: {a: b}', wants a plain value"})
    void a_broken_file_is_one_clear_line(String text, String why) throws IOException {
        assertThat(run(Map.of(), "--config", write(text).toString())).hasValue(Exit.CONFIG.code());
        assertThat(lines(err)).singleElement().asString().contains(why);
    }

    @Test
    void a_missing_file_is_said() {
        assertThat(run(Map.of("DYNAMO_CONFIG", dir.resolve("none").toString()))).hasValue(Exit.CONFIG.code());
        assertThat(lines(err)).singleElement().asString().contains("does not exist");
    }

    @Test
    void secrets_are_never_shown() throws IOException {
        Path file = write("cluster.secret: " + SECRET);
        run(Map.of(), "--config", file.toString(), "--print-config");
        run(Map.of("DYNAMO_CLUSTER_SECRET", "too-short-secr"));

        assertThat(out.toString(StandardCharsets.UTF_8))
                .doesNotContain(SECRET)
                .contains("set, not shown  # node.yaml:1");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .doesNotContain("too-short-secr")
                .contains("cluster.secret (DYNAMO_CLUSTER_SECRET) must have 16 characters at least");
    }

    @Test
    void a_secret_may_be_in_a_file_of_its_own() throws Exception {
        Path file = Files.writeString(dir.resolve("secret"), SECRET + "\n");
        Settings settings = Settings.of(List.of(new Raw("cluster.secret-file", file.toString(), "somewhere")));

        assertThat(BootConfig.of(settings).secret()).contains(SECRET);
        assertThat(BootConfig.of(settings).toString()).doesNotContain(SECRET);
    }

    @Test
    void what_print_config_prints_is_a_configuration_that_gives_the_same() throws Exception {
        run(Map.of("DYNAMO_NODE_ID", "n7", "DYNAMO_CLUSTER_MEMBERS", "n7=h:1/z"), "--print-config");
        Path printed = Files.write(dir.resolve("printed.yaml"), out.toByteArray());

        BootConfig config = BootConfig.of(Settings.of(ConfigFile.read(printed)));

        assertThat(config.node()).hasToString("n7");
        assertThat(config.members()).hasToString("[n7=h:1/z]");
    }

    @Test
    void help_names_every_setting_and_flag() {
        assertThat(run(Map.of(), "--help")).hasValue(Exit.OK.code());

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(Catalogue.BY_KEY.keySet())
                .contains(
                        "--set",
                        "--config",
                        "--join",
                        "--replace",
                        "--ports-file",
                        "--check-config",
                        "--print-config",
                        "--version");
    }

    @Test
    void check_config_says_that_it_is_good() {
        assertThat(run(Map.of(), "--check-config")).hasValue(Exit.OK.code());
        assertThat(run(Map.of(), "--version")).hasValue(Exit.OK.code());
        assertThat(lines(out)).containsExactly("the configuration is good", "dynamo-node unreleased");
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(dir.resolve("node.yaml"), yaml);
    }

    private OptionalInt run(Map<String, String> environment, String... flags) {
        return new Main(
                        environment,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(flags);
    }

    private static List<String> lines(ByteArrayOutputStream text) {
        return Splitter.on('\n').omitEmptyStrings().splitToList(text.toString(StandardCharsets.UTF_8));
    }
}
