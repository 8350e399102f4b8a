package dynamo.version;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Utf8;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Comparator;
import java.util.Map;

/** What a write leaves: a value, or the tombstone of a delete. */
public sealed interface Content {

    /**
     * Bytes as the client sent them; nothing is parsed. What {@link #decode} would refuse cannot be made, for stored it would
     * be lost.
     *
     * @param contentType as in HTTP; 1 to {@value #TYPE_BYTES_MAX} bytes
     * @param metadata the user's own, names in lower case; at most {@value #METADATA_ENTRIES_MAX} entries, a name or a
     *     text of at most {@value #METADATA_BYTES_MAX} bytes
     */
    record Value(Bytes bytes, String contentType, ImmutableSortedMap<String, String> metadata) implements Content {
        public Value {
            check(contentType, TYPE_BYTES_MAX);
            checkArgument(!contentType.isEmpty(), "a value has a content type");
            checkArgument(
                    metadata.size() <= METADATA_ENTRIES_MAX, "more than %s metadata entries", METADATA_ENTRIES_MAX);
            metadata.forEach((name, text) -> {
                check(name, METADATA_BYTES_MAX);
                check(text, METADATA_BYTES_MAX);
            });
            metadata = ImmutableSortedMap.copyOf(metadata, Comparator.naturalOrder());
        }

        /** Refuses lone surrogates too: UTF-8 cannot carry them. */
        private static void check(String text, int bytesMax) {
            checkArgument(Utf8.encodedLength(text) <= bytesMax, "content type or metadata over %s bytes", bytesMax);
        }
    }

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
        if (contentType.isEmpty()) {
            throw new MalformedException("value without a content type");
        }
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
