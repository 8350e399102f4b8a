package dynamo.node.hint;

import dynamo.contract.Key;
import dynamo.node.replica.Rows;
import dynamo.ring.KeyHash;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import dynamo.version.Decoder;
import dynamo.version.Encoder;
import dynamo.version.MalformedException;
import java.util.Optional;

/**
 * A row of hints: the home's name, then the row key that the record has there. So the hints of one home are a range.
 *
 * @param dataRow starts with 64 bits of the key's hash
 */
record HintRow(NodeId home, Bytes dataRow) {
    /** Above every row: a name's length comes first, and is at most {@link NodeId#CHARS_MAX}. */
    static final Bytes END = new Encoder(1).u8(NodeId.CHARS_MAX + 1).toBytes();

    static HintRow of(NodeId home, Key key) {
        return new HintRow(home, Rows.data(key, KeyHash.of(key.bucket(), key.key())));
    }

    /** Empty for bytes that name no hint. */
    static Optional<HintRow> parse(Bytes row) {
        try {
            Decoder from = new Decoder(row);
            HintRow parsed = new HintRow(new NodeId(from.string(NodeId.CHARS_MAX)), from.rest());
            return parsed.key().isEmpty() ? Optional.empty() : Optional.of(parsed);
        } catch (MalformedException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    Bytes bytes() {
        return new Encoder(1 + NodeId.CHARS_MAX + dataRow.length())
                .string(home.name())
                .raw(dataRow)
                .toBytes();
    }

    static Bytes from(NodeId home) {
        return new Encoder(1 + NodeId.CHARS_MAX).string(home.name()).toBytes();
    }

    /** Above every row of the home. */
    static Bytes to(NodeId home) {
        byte[] last = from(home).toArray();
        last[last.length - 1]++; // of a name's characters none is the highest byte
        return Bytes.owning(last);
    }

    int partition(int partitions) {
        return new KeyHash(new Decoder(dataRow).i64(), 0).partition(partitions);
    }

    Optional<Key> key() {
        try {
            Decoder from = new Decoder(dataRow);
            from.i64();
            return Optional.of(new Key(from.string(Key.BUCKET_CHARS_MAX), from.rest()));
        } catch (MalformedException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
