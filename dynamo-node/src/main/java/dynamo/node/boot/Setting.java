package dynamo.node.boot;

import java.util.function.Function;

/**
 * One value an operator can set: its key, what it is for and how its text is read.
 *
 * @param byDefault as text; what {@code read} makes of it is the default
 * @param form what the text may be, for people: {@code 0 to 65535}
 * @param isSecret never shown again
 * @param read throws {@link IllegalArgumentException} with what is wrong; the caller names key and origin
 */
record Setting<T>(String key, String byDefault, String form, String help, boolean isSecret, Function<String, T> read) {

    static <T> Setting<T> of(String key, String byDefault, String form, String help, Function<String, T> read) {
        return new Setting<>(key, byDefault, form, help, false, read);
    }

    Setting<T> secret() {
        return new Setting<>(key, byDefault, form, help, true, read);
    }

    /** {@code http.data.port} is {@code DYNAMO_HTTP_DATA_PORT}. */
    String variable() {
        return Environment.PREFIX
                + key.toUpperCase(java.util.Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
