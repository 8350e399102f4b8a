package dynamo.node.boot;

import com.google.common.collect.ImmutableList;

/** The configuration cannot be used. One clear line for each fault. */
final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient ImmutableList<String> faults;

    ConfigException(String fault) {
        this(ImmutableList.of(fault));
    }

    ConfigException(ImmutableList<String> faults) {
        super(String.join("; ", faults));
        this.faults = faults;
    }

    ImmutableList<String> faults() {
        return faults;
    }
}
