package dynamo.tools.packages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dynamo.version.Bytes;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Reads a Debian {@code Packages} index: paragraphs of fields, a value going on where a line begins with a blank. The same
 * text gives the same bytes every time.
 *
 * <p>A package that is there twice is taken once. Bounds: one paragraph at a time, and the names of those read.
 */
final class PackageIndex implements Closeable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private final BufferedReader lines;
    private final Set<String> read = new HashSet<>();

    PackageIndex(Path file) throws IOException {
        lines = Files.newBufferedReader(file, StandardCharsets.UTF_8);
    }

    /** Empty at the end. */
    Optional<Document> next() throws IOException {
        while (true) {
            Map<String, String> fields = paragraph();
            if (fields.isEmpty()) {
                return Optional.empty();
            }
            String path = path(fields);
            if (read.add(path)) {
                return Optional.of(new Document(path, json(fields)));
            }
        }
    }

    private Map<String, String> paragraph() throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        String last = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            int colon = line.indexOf(':');
            if (line.isBlank()) {
                if (!fields.isEmpty()) {
                    break;
                }
            } else if (line.startsWith(" ") && !last.isEmpty()) {
                fields.merge(last, line, (before, more) -> before + "\n" + more);
            } else if (colon > 0) {
                last = line.substring(0, colon);
                fields.put(last, line.substring(colon + 1).strip());
            } else {
                throw new IOException("not a Packages index: " + line);
            }
        }
        return fields;
    }

    private static String path(Map<String, String> fields) throws IOException {
        StringJoiner path = new StringJoiner("/");
        for (String part : new String[] {"Package", "Version", "Architecture"}) {
            String value = fields.get(part);
            if (value == null) {
                throw new IOException("a paragraph without " + part + ": " + fields);
            }
            path.add(encoded(value));
        }
        return path.toString();
    }

    /** Names hold {@code +}, versions {@code :} and {@code ~}. */
    private static String encoded(String part) {
        StringBuilder text = new StringBuilder();
        for (byte each : part.getBytes(StandardCharsets.UTF_8)) {
            if (UNRESERVED.indexOf(each) >= 0) {
                text.append((char) each);
            } else {
                text.append(String.format("%%%02X", each & 0xff));
            }
        }
        return text.toString();
    }

    private static Bytes json(Map<String, String> fields) {
        try {
            return Bytes.owning(JSON.writeValueAsBytes(fields));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts that are no JSON", e);
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
