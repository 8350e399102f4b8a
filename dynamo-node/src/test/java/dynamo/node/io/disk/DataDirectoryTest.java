package dynamo.node.io.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.collect.ImmutableList;
import dynamo.node.io.disk.DataDirectory.Wanted;
import dynamo.node.io.disk.DataDirectoryException.Reason;
import dynamo.ring.NodeId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    private static final String SECRET = "correct horse = battery";
    private static final ImmutableList<String> MEMBERS = ImmutableList.of("n1=10.0.0.1:7000/a", "n2=10.0.0.2:7000/b");
    private static final Wanted WANTED =
            new Wanted(new NodeId("n1"), Optional.of("shop"), Optional.of(SECRET), 3, 256, MEMBERS, ImmutableList.of());
    private static final Identity IDENTITY =
            new Identity("shop", new NodeId("n1"), 3, 256, SECRET, MEMBERS, ImmutableList.of());

    private final Path parent;
    private final Path path;

    DataDirectoryTest(@TempDir Path temporary) {
        parent = temporary;
        path = temporary.resolve("var/n1");
    }

    @Test
    void a_missing_directory_is_made_with_its_parents_for_its_owner_alone() throws Exception {
        try (DataDirectory made = DataDirectory.open(path, WANTED)) {
            assertThat(made.isNew()).isTrue();
            assertThat(made.identity()).isEqualTo(IDENTITY);
            assertThat(made.differences()).isEmpty();
            assertThat(made.store()).isDirectory();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.resolve("IDENTITY"))))
                .isEqualTo("rw-------");
    }

    @Test
    void what_it_was_made_with_outlives_the_configuration() throws Exception {
        DataDirectory.open(path, WANTED).close();

        Wanted changed = new Wanted(
                new NodeId("n1"),
                Optional.empty(),
                Optional.of("another secret text"),
                5,
                64,
                ImmutableList.of(),
                ImmutableList.of());
        try (DataDirectory again = DataDirectory.open(path, changed)) {
            assertThat(again.isNew()).isFalse();
            assertThat(again.identity()).isEqualTo(IDENTITY);
            assertThat(again.differences()).hasSize(4);
            assertThat(again.differences().toString()).doesNotContain(SECRET, "another secret");
        }
    }

    @Test
    void cluster_id_and_secret_are_drawn_when_not_given_and_kept() throws Exception {
        Wanted alone = new Wanted(
                new NodeId("n1"), Optional.empty(), Optional.empty(), 3, 256, ImmutableList.of(), ImmutableList.of());
        Identity drawn;
        try (DataDirectory made = DataDirectory.open(path, alone)) {
            drawn = made.identity();
        }
        try (DataDirectory again = DataDirectory.open(path, alone);
                DataDirectory other = DataDirectory.open(parent.resolve("other"), alone)) {
            assertThat(again.identity()).isEqualTo(drawn);
            assertThat(again.differences()).isEmpty();
            assertThat(other.identity().secret()).isNotEqualTo(drawn.secret()).hasSize(43);
            assertThat(other.identity().cluster()).isNotEqualTo(drawn.cluster());
        }
    }

    @Test
    void a_directory_that_was_made_by_joining_says_so_and_needs_to_be_told_nothing_again() throws Exception {
        ImmutableList<String> asked = ImmutableList.of("n1@10.0.0.1:7000");
        Wanted joining = new Wanted(
                new NodeId("n4"), Optional.of("shop"), Optional.of(SECRET), 2, 64, ImmutableList.of(), asked);
        assertThat(DataDirectory.isInitialised(path)).isFalse();
        DataDirectory.open(path, joining).close();
        assertThat(DataDirectory.isInitialised(path)).isTrue();
        assertThat(Files.readString(path.resolve("IDENTITY"))).contains("\njoined=n1@10.0.0.1:7000\n");

        Wanted alone = new Wanted(
                new NodeId("n4"),
                Optional.empty(),
                Optional.empty(),
                3,
                256,
                ImmutableList.of("n4/default"),
                ImmutableList.of());
        try (DataDirectory again = DataDirectory.open(path, alone)) {
            assertThat(again.identity())
                    .isEqualTo(new Identity("shop", new NodeId("n4"), 2, 64, SECRET, ImmutableList.of(), asked));
            assertThat(again.differences()).isEmpty();
        }
        Wanted listed = new Wanted(
                new NodeId("n4"), Optional.empty(), Optional.of("another"), 2, 64, MEMBERS, ImmutableList.of());
        try (DataDirectory again = DataDirectory.open(path, listed)) {
            assertThat(again.differences())
                    .hasSize(2)
                    .anyMatch(said -> said.startsWith("this directory was made by joining [n1@10.0.0.1:7000]"));
        }
    }

    @Test
    void the_file_of_a_first_node_is_as_it_always_was() {
        assertThat(new String(IdentityFile.encode(IDENTITY), StandardCharsets.UTF_8))
                .startsWith("dynamo-node data, format 1\ncluster=shop\nnode=n1\nn=3\npartitions=256\nsecret=" + SECRET
                        + "\nmember=n1=10.0.0.1:7000/a\nmember=n2=10.0.0.2:7000/b\ncrc32c=");
    }

    @Test
    void the_secret_is_in_no_message() {
        assertThat(IDENTITY.toString()).doesNotContain(SECRET);
    }

    @Test
    void another_nodes_or_clusters_directory_is_refused() throws Exception {
        DataDirectory.open(path, WANTED).close();

        Wanted otherNode = new Wanted(
                new NodeId("n2"), Optional.of("shop"), Optional.of(SECRET), 3, 256, MEMBERS, ImmutableList.of());
        Wanted otherCluster = new Wanted(
                new NodeId("n1"), Optional.of("bank"), Optional.of(SECRET), 3, 256, MEMBERS, ImmutableList.of());

        assertThat(refusal(otherNode).reason()).isEqualTo(Reason.FOREIGN);
        assertThat(refusal(otherNode)).hasMessageContaining("belongs to node n1, this is n2");
        assertThat(refusal(otherCluster).reason()).isEqualTo(Reason.FOREIGN);
        assertThat(refusal(otherCluster)).hasMessageContaining("belongs to cluster shop, this node to bank");
    }

    @Test
    void a_newer_format_is_refused_whatever_else_the_file_says() throws Exception {
        DataDirectory.open(path, WANTED).close();
        Files.writeString(path.resolve("IDENTITY"), "dynamo-node data, format 2\n{}");

        assertThat(refusal(WANTED).reason()).isEqualTo(Reason.NEWER_FORMAT);
    }

    @Test
    void every_damaged_byte_of_the_identity_is_noticed() throws Exception {
        DataDirectory.open(path, WANTED).close();
        byte[] whole = Files.readAllBytes(path.resolve("IDENTITY"));

        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 0x10;
            Files.write(path.resolve("IDENTITY"), damaged);
            assertThat(refusal(WANTED).reason()).as("byte %s", i).isIn(Reason.DAMAGED, Reason.NEWER_FORMAT);
        }
        Files.write(path.resolve("IDENTITY"), new byte[0]);
        assertThat(refusal(WANTED).reason()).isEqualTo(Reason.DAMAGED);
    }

    @Test
    void a_directory_of_something_else_is_refused_and_left_alone() throws Exception {
        Files.createDirectories(path);
        Files.writeString(path.resolve("thesis.tex"), "x");

        assertThat(refusal(WANTED).reason()).isEqualTo(Reason.STRANGE);
        assertThat(refusal(WANTED)).hasMessageContaining("thesis.tex");
        assertThat(names()).containsExactly("LOCK", "thesis.tex");
    }

    @Test
    void a_file_in_its_place_is_refused() throws Exception {
        Files.createDirectories(path.getParent());
        Files.writeString(path, "x");

        assertThat(refusal(WANTED).reason()).isEqualTo(Reason.STRANGE);
    }

    @Test
    void a_store_that_went_missing_is_not_replaced_by_an_empty_one() throws Exception {
        DataDirectory.open(path, WANTED).close();
        DurableFiles.deleteTree(path.resolve("store"));

        assertThat(refusal(WANTED).reason()).isEqualTo(Reason.DAMAGED);
        assertThat(refusal(WANTED)).hasMessageContaining("its rows are gone");
        assertThat(names()).containsExactly("IDENTITY", "LOCK", "native");
    }

    @Test
    void an_identity_that_went_missing_is_not_replaced_by_a_new_one() throws Exception {
        DataDirectory.open(path, WANTED).close();
        Files.delete(path.resolve("IDENTITY"));

        assertThat(refusal(WANTED).reason()).isEqualTo(Reason.STRANGE);
        assertThat(names()).containsExactly("LOCK", "native", "store");
    }

    @Test
    void it_is_open_once_at_a_time() throws Exception {
        try (DataDirectory open = DataDirectory.open(path, WANTED)) {
            assertThat(open.isNew()).isTrue();
            assertThat(refusal(WANTED).reason()).isEqualTo(Reason.LOCKED);
            assertThat(refusal(WANTED)).hasMessageContaining("this very process");
        }
        DataDirectory.open(path, WANTED).close();
    }

    @Test
    void another_process_that_has_it_open_is_named_and_leaves_no_lock_when_it_is_killed() throws Exception {
        DataDirectory.open(path, WANTED).close();
        Process owner = TestProcess.start(parent, LockOwner.class, path.toString());
        try {
            TestProcess.listen(owner, said -> {
                assertThat(said).isEqualTo("locked");
                assertThat(refusal(WANTED).reason()).isEqualTo(Reason.LOCKED);
                assertThat(refusal(WANTED)).hasMessageContaining("in use by process " + owner.pid());
                owner.toHandle().destroyForcibly();
            });
        } finally {
            owner.destroyForcibly().waitFor();
        }
        DataDirectory.open(path, WANTED).close();
    }

    /** Takes the lock as another node would, and keeps it until it is killed. */
    static final class LockOwner {
        public static void main(String[] args) throws Exception {
            DirectoryLock lock = DirectoryLock.take(Path.of(args[0]));
            TestProcess.say("locked");
            new CountDownLatch(1).await();
            lock.close();
        }
    }

    /** RocksDB would leave 17 MB in the temporary directory for each process that was killed. */
    @Test
    void a_killed_process_leaves_no_library_behind_but_the_one_its_next_start_replaces() throws Exception {
        for (int start = 0; start < 2; start++) {
            Process node = TestProcess.start(parent, Opener.class, path.toString());
            try {
                TestProcess.listen(node, said -> node.toHandle().destroyForcibly());
            } finally {
                node.destroyForcibly().waitFor();
            }
        }
        assertThat(DurableFiles.list(parent)).noneMatch(name -> name.contains("rocksdb"));
        assertThat(DurableFiles.list(path.resolve("native"))).hasSize(1);
    }

    /** Opens a data directory and its store, and keeps them until it is killed. */
    static final class Opener {
        public static void main(String[] args) throws Exception {
            try (DataDirectory open = DataDirectory.open(Path.of(args[0]), WANTED);
                    RocksStorage rows = openRows(open)) {
                TestProcess.say("opened " + rows.lostRows());
                new CountDownLatch(1).await();
            }
        }
    }

    /** The states a crash can leave, in the order in which the first initialisation passes through them. */
    @Test
    void a_first_initialisation_cut_anywhere_is_completed_by_the_next() throws Exception {
        DataDirectory.open(path, WANTED).close();
        Path whole = parent.resolve("whole");
        Files.move(path, whole);
        Path store = whole.resolve("store");

        List<Cut> cuts = List.of(
                at -> {},
                at -> Files.writeString(at.resolve("LOCK"), ""),
                at -> Files.createDirectory(at.resolve("store.new")),
                at -> Files.copy(
                        store.resolve("mark-0"), at.resolve("store.new").resolve("mark-0")),
                at -> {
                    DurableFiles.deleteTree(at.resolve("store.new"));
                    copyTree(store, at.resolve("store.new"));
                    Files.delete(at.resolve("store.new/rocksdb/CURRENT"));
                },
                at -> Files.copy(store.resolve("rocksdb/CURRENT"), at.resolve("store.new/rocksdb/CURRENT")),
                at -> Files.writeString(at.resolve("IDENTITY.new"), "dynamo-no"),
                at -> {
                    Files.delete(at.resolve("IDENTITY.new"));
                    Files.copy(whole.resolve("IDENTITY"), at.resolve("IDENTITY"));
                });
        for (int last = 0; last < cuts.size(); last++) {
            DurableFiles.deleteTree(path);
            Files.createDirectories(path);
            for (Cut cut : cuts.subList(0, last + 1)) {
                cut.leave(path);
            }
            try (DataDirectory completed = DataDirectory.open(path, WANTED);
                    RocksStorage rows = openRows(completed)) {
                assertThat(completed.identity()).as("cut %s", last).isEqualTo(IDENTITY);
                assertThat(rows.lostRows()).as("cut %s", last).isEmpty();
            }
            assertThat(names()).as("cut %s", last).containsExactly("IDENTITY", "LOCK", "native", "store");
        }
    }

    @Test
    void text_that_would_break_its_lines_is_refused() {
        assertThatThrownBy(
                        () -> new Identity("shop", new NodeId("n1"), 3, 256, "two\nlines", MEMBERS, ImmutableList.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Identity(
                        "shop", new NodeId("n1"), 3, 256, SECRET, ImmutableList.of("a\rb"), ImmutableList.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new String(IdentityFile.encode(IDENTITY), StandardCharsets.UTF_8))
                .contains("secret=" + SECRET);
    }

    @FunctionalInterface
    private interface Cut {
        void leave(Path directory) throws IOException;
    }

    private static RocksStorage openRows(DataDirectory directory) throws DataDirectoryException {
        return RocksStorage.open(directory.store(), TestStore.SMALL, new TestLoop(), new TestClock(), () -> {});
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private List<String> names() throws IOException {
        return DurableFiles.list(path);
    }

    private DataDirectoryException refusal(Wanted wanted) {
        return catchThrowableOfType(
                DataDirectoryException.class,
                () -> DataDirectory.open(path, wanted).close());
    }
}
