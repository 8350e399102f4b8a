package dynamo.node.io.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The files of a closed store, for damaging them. */
final class StoreFiles {
    private final Path database;

    StoreFiles(Path store) {
        this.database = store.resolve("rocksdb");
    }

    Path only(String name) {
        return database.resolve(name);
    }

    /** The oldest first: their names are numbers. */
    List<Path> named(String pattern) throws IOException {
        try (Stream<Path> files = Files.list(database)) {
            return files.filter(file -> String.valueOf(file.getFileName()).matches(pattern))
                    .sorted()
                    .toList();
        }
    }

    Path newest(String pattern) throws IOException {
        List<Path> files = named(pattern);
        return files.get(files.size() - 1);
    }

    Path biggest(String pattern) throws IOException {
        return named(pattern).stream()
                .max(Comparator.comparingLong(StoreFiles::size))
                .orElseThrow();
    }

    /** Turns one bit over, so far into the file as the fraction says. */
    static void flip(Path file, double fraction) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[(int) (content.length * fraction)] ^= 1;
        Files.write(file, content);
    }

    static void zero(Path file, int fromEnd, int bytes) throws IOException {
        byte[] content = Files.readAllBytes(file);
        Arrays.fill(content, content.length - fromEnd, content.length - fromEnd + bytes, (byte) 0);
        Files.write(file, content);
    }

    static void cut(Path file, int bytes) throws IOException {
        byte[] content = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(content, content.length - bytes));
    }

    private static long size(Path file) {
        return file.toFile().length();
    }
}
