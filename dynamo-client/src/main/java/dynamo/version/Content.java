package dynamo.version;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Map;

/** What a write leaves: a value, or the tombstone of a delete. */
public sealed interface Content {

    /**
     * Bytes as the client sent them; nothing is parsed.
     *
     * @param contentType as in HTTP; never empty
     * @param metadata the user's own, names in lower case
     */
    record Value(Bytes bytes, String contentType, ImmutableSortedMap<String, String> metadata) implements Content {}

    /** A sibling without a value. */
    record Tombstone() implements Content {}

    int TYPE_BYTES_MAX = 1024;
    int METADATA_ENTRIES_MAX = 256;
    int METADATA_BYTES_MAX = 8 * 1024;

    default void encode(Encoder to) {
        if (this instanceof Value value) {
            to.u8(1).string(value.contentType).varint(value.metadata.size());
            for (Map.Entry<String, String> entry : value.metadata.entrySet()) {
                to.string(entry.getKey()).string(entry.getValue());
            }
            to.bytes(value.bytes);
        } else {
            to.u8(0);
        }
    }

    static Content decode(Decoder from) {
        int kind = from.u8();
        if (kind == 0) {
            return new Tombstone();
        }
        if (kind != 1) {
            throw new MalformedException("content kind " + kind + " is unknown");
        }
        String contentType = from.string(TYPE_BYTES_MAX);
        int entries = from.count(METADATA_ENTRIES_MAX);
        ImmutableSortedMap.Builder<String, String> metadata = ImmutableSortedMap.naturalOrder();
        String previous = null;
        for (int i = 0; i < entries; i++) {
            String name = from.string(METADATA_BYTES_MAX);
            if (previous != null && previous.compareTo(name) >= 0) {
                throw new MalformedException("metadata out of order");
            }
            metadata.put(name, from.string(METADATA_BYTES_MAX));
            previous = name;
        }
        return new Value(from.bytes(Integer.MAX_VALUE), contentType, metadata.build());
    }
}
