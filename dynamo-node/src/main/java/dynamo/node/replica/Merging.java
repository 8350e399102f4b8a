package dynamo.node.replica;

import dynamo.node.env.NodeEvents;
import dynamo.version.Dot;
import dynamo.version.Sibling;
import dynamo.version.Siblings;
import dynamo.version.VersionVector;
import java.util.function.Predicate;

/**
 * {@link Siblings#sync} of a record and what arrives for it, under this replica's clock: what that covers, and is not live here, is
 * dropped; and what every home's clock covers need not stand in the vector any more.
 */
final class Merging {
    private final Partitions partitions;
    private final Stability stability;
    private final NodeEvents events;

    Merging(Partitions partitions, Stability stability, NodeEvents events) {
        this.partitions = partitions;
        this.stability = stability;
        this.events = events;
    }

    /**
     * What is kept itself when the other brings nothing.
     *
     * @param kept of the local record; what is not may still be live elsewhere
     */
    Siblings merge(Place place, Siblings local, Siblings kept, Siblings incoming) {
        Siblings news = incoming.without(dot -> !local.isLive(dot) && partitions.contains(place.partition(), dot));
        if (news.live().size() < incoming.live().size()) {
            events.onDropped(place.key(), incoming, news);
            if (news.live().isEmpty()) {
                return kept; // all of it was superseded here, its vector's claims included
            }
            news = unclaimed(news, incoming);
        }
        Siblings whole = Siblings.sync(kept, news);
        if (whole.equals(kept)) {
            return kept;
        }
        Predicate<Dot> spent = spent(place, local).and(entry -> !local.isLive(entry.actor()));
        Siblings slim = whole.strip(spent);
        if (slim.equals(kept.strip(spent))) {
            return kept;
        }
        if (slim.vector().size() < whole.vector().size()) {
            events.onStripped(place.key(), whole, slim);
        }
        return slim;
    }

    /**
     * A tombstone that is dropped may have been reaped here sooner than elsewhere. Nothing in the record superseded it, so the vector
     * must not say so: it would be taken for an entry that may be stripped, when a write comes that has seen the tombstone.
     */
    private static Siblings unclaimed(Siblings news, Siblings incoming) {
        VersionVector claimed = news.vector()
                .retain(entry -> news.isLive(entry.actor())
                        || incoming.live().stream()
                                .noneMatch(sibling ->
                                        sibling.isTombstone() && sibling.dot().equals(entry)));
        return new Siblings(claimed, news.live());
    }

    /** What a write makes of the record, which it has seen as far as its context says. */
    Siblings put(Place place, Siblings local, VersionVector context, Sibling added) {
        if (isSlim(local)) {
            return local.put(context, added);
        }
        Predicate<Dot> spent = spent(place, local);
        VersionVector kept = context.retain(entry -> local.isLive(entry.actor()) || !spent.test(entry));
        Siblings made = local.strip(spent).put(kept, added);
        VersionVector whole = local.vector().join(context).with(added.dot());
        if (made.vector().size() < whole.size()) {
            events.onStripped(place.key(), local.put(context, added), made);
        }
        return made;
    }

    /** Then there is nothing that could be left out of its vector. */
    private static boolean isSlim(Siblings record) {
        for (int i = 0; i < record.vector().size(); i++) {
            if (!record.isLive(record.vector().entry(i).actor())) {
                return false;
            }
        }
        return true;
    }

    /**
     * Entries of a vector that say nothing any more beside this record: every home has what is live in it, so that what was
     * superseded for it is live nowhere; and every home's clock keeps that from coming back. What the record's own vector does
     * not cover may be a tombstone that was reaped here sooner than elsewhere.
     */
    private Predicate<Dot> spent(Place place, Siblings local) {
        return !isSlim(local) && stability.everywhere(place.partition(), local)
                ? entry -> local.vector().covers(entry) && stability.durablyEverywhere(place.partition(), entry)
                : entry -> false;
    }
}
