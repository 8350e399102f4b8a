package dynamo.node.boot;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * A YAML file of settings. Nested maps and dotted keys mean the same; a list is as good as its elements joined by commas.
 *
 * <p>Values are taken as written, so a node named {@code 007} or {@code no} is called that. Unknown and repeated keys are
 * errors. At most {@value #BYTES_MAX} bytes.
 */
final class ConfigFile {

    private static final int BYTES_MAX = 1 << 20;

    private final String name;
    private final JsonParser from;
    private final Map<String, Raw> found = new LinkedHashMap<>();
    private final ImmutableList.Builder<String> faults = ImmutableList.builder();

    private ConfigFile(String name, JsonParser from) {
        this.name = name;
        this.from = from;
    }

    static ImmutableList<Raw> read(Path file) throws ConfigException {
        String name = file.getFileName() == null
                ? file.toString()
                : file.getFileName().toString();
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw new ConfigException(file + " is larger than " + BYTES_MAX + " bytes");
            }
            String text = Files.readString(file, StandardCharsets.UTF_8);
            YAMLFactory yaml = YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();
            try (JsonParser parser = yaml.createParser(text)) {
                return new ConfigFile(name, parser).all();
            }
        } catch (NoSuchFileException e) {
            throw new ConfigException("configuration file " + file + " does not exist");
        } catch (JsonProcessingException e) {
            throw new ConfigException(name + ":" + e.getLocation().getLineNr() + ": "
                    + e.getOriginalMessage().lines().findFirst().orElse("not YAML"));
        } catch (IOException e) {
            throw new ConfigException("cannot read configuration file " + file + ": " + e.getMessage());
        }
    }

    private ImmutableList<Raw> all() throws IOException, ConfigException {
        JsonToken first = from.nextToken();
        if (first == JsonToken.START_OBJECT) {
            map("");
        } else if (first != null && !from.getText().isEmpty()) {
            faults.add(here() + ": wants lines of key: value");
        }
        ImmutableList<String> wrong = faults.build();
        if (!wrong.isEmpty()) {
            throw new ConfigException(wrong);
        }
        return ImmutableList.copyOf(found.values());
    }

    private void map(String prefix) throws IOException {
        while (from.nextToken() == JsonToken.FIELD_NAME) {
            String key = prefix + from.currentName();
            JsonToken value = from.nextToken();
            boolean isKnown = Catalogue.BY_KEY.containsKey(key);
            if (!isKnown && value == JsonToken.START_OBJECT && isPrefix(key)) {
                map(key + ".");
            } else if (!isKnown) {
                faults.add(here() + ": unknown key " + key + Suggestion.of(key, Catalogue.BY_KEY.keySet()));
                from.skipChildren();
            } else {
                value(key, value);
            }
        }
    }

    private void value(String key, JsonToken token) throws IOException {
        String origin = here();
        String text = "";
        if (token == JsonToken.START_ARRAY) {
            text = list(key);
        } else if (token == JsonToken.START_OBJECT) {
            faults.add(origin + ": " + key + " wants a plain value");
            from.skipChildren();
        } else if (token != JsonToken.VALUE_NULL) {
            text = from.getText();
        }
        if (found.put(key, new Raw(key, text, origin)) != null) {
            faults.add(origin + ": " + key + " is given twice");
        }
    }

    private String list(String key) throws IOException {
        StringJoiner elements = new StringJoiner(",");
        while (from.nextToken() != JsonToken.END_ARRAY) {
            if (from.currentToken().isScalarValue()) {
                elements.add(from.getText());
            } else {
                faults.add(here() + ": " + key + " wants a list of plain values");
                from.skipChildren();
            }
        }
        return elements.toString();
    }

    private static boolean isPrefix(String key) {
        return Catalogue.BY_KEY.keySet().stream().anyMatch(known -> known.startsWith(key + "."));
    }

    private String here() {
        return name + ":" + from.currentTokenLocation().getLineNr();
    }
}
