package dynamo.node.boot;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The value of every setting, and where it came from. Of several, the last given counts: file, then environment, then
 * flags.
 */
final class Settings {

    private static final String BY_DEFAULT = "default";

    private final ImmutableMap<String, Raw> given;

    private Settings(ImmutableMap<String, Raw> given) {
        this.given = given;
    }

    /** @param inOrder later ones win; every key is in the catalogue */
    static Settings of(Iterable<Raw> inOrder) throws ConfigException {
        Map<String, Raw> last = new LinkedHashMap<>();
        inOrder.forEach(raw -> last.put(raw.key(), raw));
        Settings settings = new Settings(ImmutableMap.copyOf(last));
        ImmutableList<String> faults = Catalogue.ALL.stream()
                .flatMap(setting -> settings.fault(setting).stream())
                .collect(ImmutableList.toImmutableList());
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return settings;
    }

    <T> T get(Setting<T> setting) {
        return setting.read().apply(text(setting));
    }

    private String text(Setting<?> setting) {
        Raw raw = given.get(setting.key());
        return raw == null ? setting.byDefault() : raw.text().strip();
    }

    String origin(Setting<?> setting) {
        Raw raw = given.get(setting.key());
        return raw == null ? BY_DEFAULT : raw.origin();
    }

    private Optional<String> fault(Setting<?> setting) {
        return why(setting, text(setting))
                .map(why -> setting.key() + " (" + origin(setting) + ") " + why
                        + (setting.isSecret() ? "" : ", not '" + text(setting) + "'"));
    }

    private static <T> Optional<String> why(Setting<T> setting, String text) {
        try {
            T unused = setting.read().apply(text);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** As a file that would give the same node, with the origin of each value; secrets are left out. */
    String toYaml() {
        StringBuilder yaml = new StringBuilder();
        for (Setting<?> setting : Catalogue.ALL) {
            if (setting.isSecret()) {
                String state = text(setting).isEmpty() ? "not set" : "set, not shown";
                yaml.append("# ").append(setting.key()).append(": ").append(state);
            } else {
                yaml.append(setting.key()).append(": ").append(quoted(text(setting)));
            }
            yaml.append("  # ").append(origin(setting)).append('\n');
        }
        return yaml.toString();
    }

    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9][A-Za-z0-9_./-]*") ? text : "'" + text.replace("'", "''") + "'";
    }
}
