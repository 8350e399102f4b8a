package dynamo.node.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documentation of the client shows as code is code. */
class JavadocExamplesTest {
    private static final Pattern EXAMPLE = Pattern.compile("<pre>\\{@code\\n(.*?)\\n \\* }</pre>", Pattern.DOTALL);
    private static final String HEAD = """
            import com.fasterxml.jackson.core.type.TypeReference;
            import com.fasterxml.jackson.databind.ObjectMapper;
            import dynamo.client.*;
            import dynamo.client.json.*;
            import dynamo.node.boot.EmbeddedNode;
            import java.util.*;

            class Example {
                void example(DynamoClient %s) {
            """;

    /** Examples of a file, each as a class; one that makes a client of its own does not get one. */
    private static List<String> examples(Path file) {
        List<String> examples = new ArrayList<>();
        try {
            Matcher example = EXAMPLE.matcher(Files.readString(file));
            while (example.find()) {
                String code = example.group(1).replaceAll("(?m)^ \\* ?", "");
                String given = code.contains("DynamoClient client =") ? "unused" : "client";
                examples.add(HEAD.formatted(given) + code + "\n}}\n");
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return examples;
    }

    private static String errors(String code, Path out) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        JavaFileObject source =
                new SimpleJavaFileObject(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return code;
                    }
                };
        List<String> options =
                List.of("-proc:none", "-d", out.toString(), "-cp", System.getProperty("java.class.path"));
        boolean isCode = compiler.getTask(said, null, null, options, null, List.of(source))
                .call();
        return isCode ? "" : said + code;
    }

    @Test
    void every_example_compiles(@TempDir Path out) throws IOException {
        List<String> examples = new ArrayList<>();
        examples.addAll(examples(Path.of("src/main/java/dynamo/node/boot/EmbeddedNode.java")));
        try (Stream<Path> files = Files.walk(Path.of("../dynamo-client/src/main/java/dynamo/client"))) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> examples.addAll(examples(file)));
        }
        assertThat(examples).hasSizeGreaterThanOrEqualTo(5);
        assertThat(examples).allSatisfy(code -> assertThat(errors(code, out)).isEmpty());
    }

    @Test
    void an_example_that_is_no_code_is_noticed(@TempDir Path out) {
        assertThat(errors(HEAD.formatted("client") + "client.fly();\n}}\n", out))
                .contains("cannot find symbol");
    }
}
