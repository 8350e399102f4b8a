package dynamo.node.boot;

import com.google.common.collect.ImmutableList;
import java.util.Map;
import java.util.TreeMap;

/** The {@code DYNAMO_*} environment variables. Each names a setting; one that does not is an error, not a typo kept quiet. */
final class Environment {

    static final String PREFIX = "DYNAMO_";

    /** Names the file, as {@code --config} does. */
    static final String CONFIG_FILE = PREFIX + "CONFIG";

    private Environment() {}

    static ImmutableList<Raw> read(Map<String, String> variables) throws ConfigException {
        ImmutableList.Builder<Raw> found = ImmutableList.builder();
        ImmutableList.Builder<String> faults = ImmutableList.builder();
        for (Map.Entry<String, String> variable : new TreeMap<>(variables).entrySet()) {
            String name = variable.getKey();
            if (!name.startsWith(PREFIX) || name.equals(CONFIG_FILE)) {
                continue;
            }
            Setting<?> setting = Catalogue.BY_VARIABLE.get(name);
            if (setting == null) {
                faults.add(
                        "unknown environment variable " + name + Suggestion.of(name, Catalogue.BY_VARIABLE.keySet()));
            } else {
                found.add(new Raw(setting.key(), variable.getValue(), name));
            }
        }
        ImmutableList<String> wrong = faults.build();
        if (!wrong.isEmpty()) {
            throw new ConfigException(wrong);
        }
        return found.build();
    }
}
