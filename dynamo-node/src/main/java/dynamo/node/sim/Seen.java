package dynamo.node.sim;

import static dynamo.node.sim.SimFailure.check;

import dynamo.contract.Causality;
import dynamo.contract.EntityTag;
import dynamo.contract.Key;
import dynamo.version.Siblings;
import dynamo.version.VersionVector;
import java.util.BitSet;
import java.util.Optional;

/**
 * What a client was shown of a key, and the context that came with it.
 *
 * @param context as sealed for the client
 * @param writes whose values it was shown
 * @param contextIsWhole whether the context had room for all entries
 */
record Seen(Key key, String context, BitSet writes, boolean contextIsWhole, String tag) {

    static Seen of(World world, Key key, Siblings record, String client) {
        KeyHistory history = world.history().of(key);
        String context = world.seal().seal(key.bucket(), key.key(), record);
        return new Seen(
                key,
                context,
                RecordCheck.live(history, record, "shown to " + client),
                opened(world, key, context).equals(record.vector()),
                EntityTag.of(record));
    }

    Causality causality(World world) {
        return new Causality.Given(opened(world, key, context));
    }

    private static VersionVector opened(World world, Key key, String context) {
        Optional<VersionVector> opened = world.seal().open(key.bucket(), key.key(), context);
        check(opened.isPresent(), "context", "a context of this cluster is refused");
        return opened.orElseThrow();
    }
}
