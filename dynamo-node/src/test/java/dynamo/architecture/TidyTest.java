package dynamo.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TidyTest {

    private static final String RING = "dynamo-client/src/main/java/dynamo/ring/";
    private static final String RING_TEST = "dynamo-client/src/test/java/dynamo/ring/";

    @TempDir
    Path planted;

    @BeforeEach
    void a_tidy_package() throws IOException {
        plant(RING + "package-info.java", "@NullMarked\npackage dynamo.ring;\n");
        plant(RING + "Ring.java", "package dynamo.ring;\n\nclass Ring {}\n");
        assertThat(Tidy.complaints(planted)).isEmpty();
    }

    @Test
    void the_house_is_tidy() {
        // Surefire runs in the module's directory; its siblings are beside it.
        assertThat(Tidy.complaints(Path.of("..").toAbsolutePath().normalize())).isEmpty();
    }

    @Test
    void a_long_file_is_found() throws IOException {
        plant(RING + "Long.java", "package dynamo.ring;\n" + "// line\n".repeat(500) + "class Long {}\n");
        assertComplaint("Long.java: 502 lines");
    }

    @Test
    void a_long_method_is_found() throws IOException {
        plant(
                RING + "Ring.java",
                "package dynamo.ring;\nclass Ring {\n  void go() {\n" + "    go();\n".repeat(69) + "  }\n}\n");
        assertComplaint("Ring.java:3: method go has 71 lines");
    }

    @Test
    void a_package_without_description_is_found() throws IOException {
        plant("dynamo-node/src/main/java/dynamo/node/hint/Hint.java", "package dynamo.node.hint;\nclass Hint {}\n");
        assertComplaint("hint/package-info.java: missing");
    }

    @Test
    void empty_names_are_found() throws IOException {
        for (String name :
                new String[] {"RingManager", "RingImpl", "StringUtils", "HelperRing", "AbstractRing", "IRing"}) {
            plant(RING + name + ".java", "package dynamo.ring;\nclass " + name + " {}\n");
            assertComplaint(name + ".java: the name says nothing");
        }
    }

    @Test
    void a_word_inside_a_word_is_no_empty_name() throws IOException {
        for (String name : new String[] {"Implication", "Utility", "IoLimits", "Abstraction"}) {
            plant(RING + name + ".java", "package dynamo.ring;\nclass " + name + " {}\n");
        }
        assertThat(Tidy.complaints(planted)).isEmpty();
    }

    @Test
    void a_sleeping_test_is_found() throws IOException {
        plant(
                RING_TEST + "RingTest.java",
                "class RingTest {\n  void go() throws Exception { Thread." + "sleep(1); }\n}\n");
        assertComplaint("RingTest.java:2: a test sleeps");
    }

    @Test
    void a_lock_in_a_pure_package_is_found() throws IOException {
        plant(
                RING + "Ring.java",
                "package dynamo.ring;\nclass Ring {\n  void go() {\n    synchronized (this) {}\n  }\n}\n");
        assertComplaint("Ring.java:4: a lock in a pure package");
        plant(RING + "Ring.java", "package dynamo.ring;\nclass Ring {\n  synchronized void go() {}\n}\n");
        assertComplaint("Ring.java:3: a lock in a pure package");
    }

    @Test
    void console_output_and_vague_notes_are_found() throws IOException {
        plant(
                RING + "Ring.java",
                "package dynamo.ring;\nclass Ring {\n  void go() { System.out.println(); }\n  // TO"
                        + "DO: later\n}\n");
        assertComplaint("Ring.java:3: writes to the console");
        assertComplaint("Ring.java:4: what is left says");
    }

    private void plant(String file, String text) throws IOException {
        Path path = planted.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private void assertComplaint(String text) {
        assertThat(Tidy.complaints(planted))
                .anySatisfy(complaint -> assertThat(complaint).contains(text));
    }
}
