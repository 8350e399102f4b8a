package dynamo.architecture;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * What can be told of source text alone: lengths, names, package descriptions, and words that do not belong.
 *
 * <p>Reads a tree of modules laid out as {@code <module>/src/{main,test}/java}. Parses, never compiles.
 */
final class Tidy {

    static final int FILE_LINES_MAX = 500;

    static final int METHOD_LINES_MAX = 70;

    /** Files that may be longer, each with its reason. */
    private static final ImmutableMap<String, String> LONG_FOR_A_REASON = ImmutableMap.of();

    private static final ImmutableSet<String> EMPTY_WORDS =
            ImmutableSet.of("Impl", "Manager", "Util", "Utils", "Helper", "Helpers", "Abstract");

    private static final Pattern HUNGARIAN_INTERFACE = Pattern.compile("I[A-Z][a-z].*");

    /** A test that sleeps is slow when it passes and wrong when the machine is busy. */
    private static final Pattern SLEEP = Pattern.compile("\\b(Thread|TimeUnit\\.[A-Z]+)\\.sleep\\(");

    private static final Pattern CONSOLE = Pattern.compile("\\bSystem\\.(out|err)\\b|\\.printStackTrace\\(\\)");

    /** Groups keep the words out of this file's own text. */
    private static final Pattern VAGUE_NOTE =
            Pattern.compile("\\b(FIX(?:ME)|X(?:XX))\\b|\\bT(?:ODO)\\b(?!\\((soon|maybe)\\): )");

    private Tidy() {}

    static List<String> complaints(Path modules) {
        List<Path> files = javaFiles(modules);
        List<String> complaints = new ArrayList<>();
        for (Path file : files) {
            String name = modules.relativize(file).toString();
            List<String> lines = read(file);
            boolean isMain = name.contains("src/main/java/");
            complaints.addAll(inText(name, lines, isMain));
        }
        complaints.addAll(undescribedPackages(modules, files));
        complaints.addAll(inTrees(modules, files));
        return complaints;
    }

    private static List<String> inText(String name, List<String> lines, boolean isMain) {
        List<String> found = new ArrayList<>();
        if (lines.size() > FILE_LINES_MAX && !LONG_FOR_A_REASON.containsKey(name)) {
            found.add(name + ": " + lines.size() + " lines");
        }
        String type = name.substring(name.lastIndexOf('/') + 1, name.length() - ".java".length());
        if (isEmptyName(type)) {
            found.add(name + ": the name says nothing");
        }
        boolean maySpeak = name.contains("dynamo/tools/") || name.contains("dynamo/node/boot/");
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String at = name + ":" + (i + 1) + ": ";
            if (!isMain && SLEEP.matcher(line).find()) {
                found.add(at + "a test sleeps");
            }
            if (isMain && !maySpeak && CONSOLE.matcher(line).find()) {
                found.add(at + "writes to the console");
            }
            if (VAGUE_NOTE.matcher(line).find()) {
                found.add(at + "what is left says (soon) or (maybe), and why");
            }
        }
        return found;
    }

    private static boolean isEmptyName(String type) {
        return Splitter.on(Pattern.compile("(?<=[a-z0-9])(?=[A-Z])"))
                        .splitToStream(type)
                        .anyMatch(EMPTY_WORDS::contains)
                || HUNGARIAN_INTERFACE.matcher(type).matches();
    }

    private static List<String> undescribedPackages(Path modules, List<Path> files) {
        return files.stream()
                .filter(file -> file.toString().contains("src/main/java/"))
                .map(file -> file.resolveSibling("package-info.java"))
                .distinct()
                .filter(info ->
                        !Files.exists(info) || !String.join("\n", read(info)).contains("@NullMarked"))
                .map(info -> modules.relativize(info) + ": missing, or not @NullMarked")
                .toList();
    }

    private static List<String> inTrees(Path modules, List<Path> files) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> found = new ArrayList<>();
        try (StandardJavaFileManager sources = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, sources, null, List.of(), null, sources.getJavaFileObjectsFromPaths(files));
            for (CompilationUnitTree unit : task.parse()) {
                String name = modules.relativize(Path.of(unit.getSourceFile().toUri()))
                        .toString();
                found.addAll(
                        TreeTidy.complaints(name, unit, Trees.instance(task).getSourcePositions()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static List<Path> javaFiles(Path modules) {
        return Stream.of("dynamo-client", "dynamo-node", "ring-tools")
                .flatMap(module -> Stream.of("src/main/java", "src/test/java")
                        .map(part -> modules.resolve(module).resolve(part)))
                .filter(Files::isDirectory)
                .flatMap(Tidy::filesBelow)
                .toList();
    }

    private static Stream<Path> filesBelow(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            return ImmutableList.sortedCopyOf(
                    all.filter(path -> path.toString().endsWith(".java")).toList())
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }
}
