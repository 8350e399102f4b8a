package dynamo.node.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README says of files and settings is true. */
class ReadmeTest {

    private static final Path REPOSITORY = Path.of("..");

    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");

    private static final Pattern SCRIPT = Pattern.compile("scripts/[a-z]+");

    @Test
    void every_link_and_script_is_there() throws IOException {
        String readme = readme();
        List<String> named = new ArrayList<>();
        LINK.matcher(readme).results().forEach(link -> named.add(link.group(1)));
        SCRIPT.matcher(readme).results().forEach(script -> named.add(script.group()));

        assertThat(named).hasSizeGreaterThan(10);
        assertThat(named)
                .allSatisfy(path -> assertThat(REPOSITORY.resolve(path)).exists());
    }

    @Test
    void every_setting_is_in_the_table_as_the_program_has_it() throws IOException {
        ImmutableList<String> rows =
                Catalogue.ALL.stream().map(ReadmeTest::row).collect(ImmutableList.toImmutableList());

        assertThat(readme().lines().filter(line -> line.matches("\\| `[a-z.-]+` \\| .*")))
                .containsExactlyElementsOf(rows);
    }

    private static String row(Setting<?> setting) {
        String byDefault = setting.byDefault().isEmpty() ? "" : "`" + setting.byDefault() + "`";
        return "| `" + setting.key() + "` | " + byDefault + " | " + setting.help() + " |";
    }

    private static String readme() throws IOException {
        return Files.readString(REPOSITORY.resolve("README.md"));
    }
}
