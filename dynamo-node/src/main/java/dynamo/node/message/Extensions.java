package dynamo.node.message;

import dynamo.version.Decoder;
import dynamo.version.Encoder;
import dynamo.version.MalformedException;

/**
 * Room for fields of later versions: a count, then for each a rising tag and length-prefixed bytes. This version has
 * none to write and skips all it meets.
 */
final class Extensions {
    private static final int FIELDS_MAX = 64;

    private Extensions() {}

    static void none(Encoder to) {
        to.varint(0);
    }

    static void skip(Decoder from) {
        int fields = from.count(FIELDS_MAX);
        int previous = 0;
        for (int i = 0; i < fields; i++) {
            int tag = from.count(Integer.MAX_VALUE);
            if (tag <= previous) {
                throw new MalformedException("extension " + tag + " after " + previous);
            }
            from.bytes(Integer.MAX_VALUE);
            previous = tag;
        }
    }
}
