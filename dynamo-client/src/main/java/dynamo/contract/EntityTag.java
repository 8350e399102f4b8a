package dynamo.contract;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dynamo.version.Sibling;
import dynamo.version.Siblings;

/** Names the set of live dots of a record: equal on every node that shows the same siblings. */
public final class EntityTag {
    private EntityTag() {}

    /** The opaque tag, without quotes. */
    public static String of(Siblings shown) {
        Hasher hasher = Hashing.murmur3_128().newHasher();
        for (Sibling sibling : shown.live()) {
            hasher.putLong(sibling.dot().actor()).putLong(sibling.dot().counter());
        }
        return hasher.hash().toString();
    }
}
