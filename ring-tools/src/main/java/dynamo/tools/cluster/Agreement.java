package dynamo.tools.cluster;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import com.google.common.io.BaseEncoding;
import dynamo.tools.admin.PlaceView;
import dynamo.tools.admin.PlaceView.Held;
import dynamo.tools.admin.PlaceView.Replica;
import dynamo.tools.admin.PlaceView.Shown;
import dynamo.version.Bytes;
import dynamo.version.Decoder;
import dynamo.version.Dot;
import dynamo.version.MalformedException;
import dynamo.version.VersionVector;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a key's replicas would hold if they had all talked to each other, and how far each is from it: the same rule by
 * which nodes sync. A sibling that another replica's record covers, and does not hold, is superseded.
 *
 * <p>For that it looks into contexts, which are opaque to clients. It does not check their seals: it only looks.
 *
 * @param wanted names of the siblings that all should hold
 * @param superseded names of those that some still hold
 */
record Agreement(ImmutableSet<String> wanted, ImmutableSet<String> superseded, boolean isDeleted) {
    private static final int SEALED_BEFORE = 1 + 16;

    /** How a replica compares. */
    enum Standing {
        AGREES,
        STALE,
        /** It cannot tell, or cannot be asked. */
        UNKNOWN
    }

    static Agreement of(PlaceView place) {
        Set<String> all = new LinkedHashSet<>();
        Set<String> superseded = new LinkedHashSet<>();
        Set<String> live = new LinkedHashSet<>();
        for (Replica replica : place.replicas()) {
            replica.record()
                    .ifPresent(held -> held.siblings().forEach(sibling -> {
                        all.add(sibling.id());
                        if (!sibling.deleted()) {
                            live.add(sibling.id());
                        }
                    }));
        }
        for (Replica replica : place.replicas()) {
            if (replica.record().isPresent()) {
                VersionVector seen = vector(replica.record().get().context());
                Set<String> held = ids(replica.record().get());
                all.stream()
                        .filter(id -> !held.contains(id) && covers(seen, id))
                        .forEach(superseded::add);
            }
        }
        ImmutableSet<String> wanted = ImmutableSet.copyOf(Sets.difference(all, superseded));
        return new Agreement(
                wanted, ImmutableSet.copyOf(superseded), wanted.stream().noneMatch(live::contains));
    }

    Standing of(Replica replica) {
        if (replica.record().isEmpty()) {
            // Rows of nothing but tombstones go, at one replica sooner than at another.
            return !replica.canTell() ? Standing.UNKNOWN : isDeleted ? Standing.AGREES : Standing.STALE;
        }
        return ids(replica.record().get()).equals(wanted) ? Standing.AGREES : Standing.STALE;
    }

    /** What a stale replica lacks, and still has. */
    String difference(Replica replica) {
        Set<String> held = replica.record().map(Agreement::ids).orElse(ImmutableSet.of());
        int lacks = Sets.difference(wanted, held).size();
        int old = Sets.intersection(held, superseded).size();
        String text = lacks == 0 ? "" : "lacks " + lacks;
        return old == 0 ? text : (text.isEmpty() ? "" : text + ", ") + "holds " + old + " superseded";
    }

    private static Set<String> ids(Held held) {
        Set<String> ids = new LinkedHashSet<>();
        held.siblings().stream().map(Shown::id).forEach(ids::add);
        return ids;
    }

    private static boolean covers(VersionVector seen, String id) {
        return Dot.parse(id).filter(seen::covers).isPresent();
    }

    /** Empty for what is no context of a kind we know. */
    private static VersionVector vector(String context) {
        try {
            Decoder from = new Decoder(
                    Bytes.owning(BaseEncoding.base64Url().omitPadding().decode(context)));
            from.raw(SEALED_BEFORE);
            return VersionVector.decode(from);
        } catch (IllegalArgumentException | MalformedException e) {
            return VersionVector.EMPTY;
        }
    }
}
