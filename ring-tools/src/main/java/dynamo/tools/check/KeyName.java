package dynamo.tools.check;

import java.util.Comparator;

/** A key within its bucket. */
public record KeyName(String bucket, String key) implements Comparable<KeyName> {
    private static final Comparator<KeyName> ORDER =
            Comparator.comparing(KeyName::bucket).thenComparing(KeyName::key);

    @Override
    public int compareTo(KeyName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return bucket + "/" + key;
    }
}
