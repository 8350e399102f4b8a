package dynamo.node.membership;

import com.google.common.collect.ImmutableList;
import dynamo.node.message.Gossip.Status;
import dynamo.node.message.Gossip.Update;
import dynamo.ring.NodeId;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;

/**
 * What is known of the members, and what of it is still to be told (SWIM §4.1, the dissemination component): merges news,
 * runs the suspicions, and refutes what is said of this node.
 */
final class Dissemination {
    /** Of the bits of an incarnation, those that count refutations; those above are the start number. */
    private static final int REFUTATION_BITS = 32;

    private final SwimConfig config;
    private final NodeId self;
    private final LongSupplier awakeNanos;
    private final LocalHealth health;
    private final MemberListener listener;
    private Members members;
    private int own; // this node's number; a stranger's while it is no member
    private MemberTable table;
    private GossipBuffer news;
    private Suspicions suspicions;
    private String address = "";
    private long incarnation;

    Dissemination(
            SwimConfig config,
            Members members,
            NodeId self,
            LongSupplier awakeNanos,
            LocalHealth health,
            MemberListener listener) {
        this.config = config;
        this.members = members;
        this.self = self;
        this.awakeNanos = awakeNanos;
        this.health = health;
        this.listener = listener;
        own = members.number(self);
        table = new MemberTable(members.size());
        news = new GossipBuffer(members.size(), config.sendsMax(members.size()));
        suspicions = new Suspicions(config, members.size());
    }

    void start(long startNumber, String ownAddress) {
        address = ownAddress;
        announce(startNumber << REFUTATION_BITS);
    }

    /** Others are members from now on. What is known of those who stay is kept, and told anew where it is to be told. */
    void become(Members next) {
        Members before = members;
        GossipBuffer toTell = news;
        members = next;
        own = next.number(self);
        table = table.become(before, next);
        news = new GossipBuffer(next.size(), config.sendsMax(next.size()));
        Suspicions ended = suspicions;
        suspicions = new Suspicions(config, next.size());
        for (int member = 0; member < next.size(); member++) {
            NodeId id = next.id(member);
            int old = before.number(id);
            if (old != Members.STRANGER) {
                int number = member;
                toTell.of(old).ifPresent(update -> news.add(number, update));
                if (table.status(member) == Status.SUSPECT) {
                    suspicions.begin(member, ended.by(old, id), table.living(), awakeNanos.getAsLong());
                }
            }
        }
        if (own != Members.STRANGER && before.number(self) == Members.STRANGER) {
            announce(incarnation);
        }
    }

    MemberTable table() {
        return table;
    }

    boolean isMember() {
        return own != Members.STRANGER;
    }

    Status status(int member) {
        return member == Members.STRANGER ? Status.DEAD : table.status(member);
    }

    long incarnation(NodeId node) {
        int member = members.number(node);
        if (member == Members.STRANGER) {
            return node.equals(self) ? incarnation : 0;
        }
        return table.incarnation(member);
    }

    String address(NodeId node) {
        int member = members.number(node);
        if (member == Members.STRANGER) {
            return node.equals(self) ? address : "";
        }
        return table.address(member);
    }

    /** Equal where members and rows are, addresses left out. */
    long digest() {
        return members.digest() * MemberTable.DIGEST_FACTOR + table.digest();
    }

    boolean hasNews() {
        return !news.isEmpty();
    }

    void merge(ImmutableList<Update> updates) {
        for (Update update : updates) {
            merge(update);
        }
    }

    private void merge(Update update) {
        int member = members.number(update.node());
        if (isOfSelf(member, update)) {
            mergeOfSelf(update);
        } else if (member != Members.STRANGER) {
            String knownAddress = table.address(member);
            if (table.merge(member, update.status(), update.incarnation(), update.address())) {
                become(member, update);
            } else if (isSuspected(member, update) && suspicions.confirm(member, update.by())) {
                news.add(member, update);
            }
            if (!table.address(member).equals(knownAddress)) {
                listener.onAddress(update.node(), table.address(member));
            }
        }
    }

    private boolean isOfSelf(int member, Update update) {
        return member == own && (member != Members.STRANGER || update.node().equals(self));
    }

    private boolean isSuspected(int member, Update update) {
        return update.status() == Status.SUSPECT
                && table.status(member) == Status.SUSPECT
                && update.incarnation() == table.incarnation(member);
    }

    private void become(int member, Update update) {
        news.add(member, update);
        suspicions.end(member);
        if (update.status() == Status.SUSPECT) {
            suspicions.begin(member, update.by(), table.living(), awakeNanos.getAsLong());
        }
        listener.onStatus(update.node(), update.status(), update.incarnation());
    }

    /** Whoever thinks otherwise, or remembers an earlier process of this node, is overruled (SWIM §4.2). */
    private void mergeOfSelf(Update update) {
        boolean isSame = update.incarnation() == incarnation;
        boolean isAccused = update.status() != Status.ALIVE && update.incarnation() >= incarnation;
        boolean isElsewhere =
                isSame && !update.address().isEmpty() && !update.address().equals(address);
        boolean canBeOutbid = update.incarnation() < Update.INCARNATION_MAX;
        if (canBeOutbid && (isAccused || isElsewhere || update.incarnation() > incarnation)) {
            if (isAccused) {
                health.worse(1);
            }
            announce(update.incarnation() + 1);
            listener.onRefuted(update.incarnation() + 1);
        }
    }

    private void announce(long nextIncarnation) {
        incarnation = nextIncarnation;
        if (isMember()) {
            table.merge(own, Status.ALIVE, incarnation, address);
            news.add(own, aboutSelf());
        }
    }

    /** This node says so of its own knowledge. */
    void accuse(int member, Status status) {
        merge(new Update(members.id(member), status, table.incarnation(member), self, table.address(member)));
    }

    /**
     * All that another node knows. A death long told elsewhere, perhaps beyond a partition, is a suspicion here while its
     * member is connected: a short one, for somebody waited for a refutation already.
     */
    void mergeState(NodeId from, ImmutableList<Update> state, IntPredicate isConnected) {
        for (Update update : state) {
            int member = members.number(update.node());
            boolean isHearsay = update.status() == Status.DEAD
                    && member != Members.STRANGER
                    && table.status(member) != Status.DEAD
                    && isConnected.test(member);
            if (isHearsay) {
                merge(new Update(update.node(), Status.SUSPECT, update.incarnation(), from, update.address()));
                if (table.incarnation(member) == update.incarnation()) {
                    suspicions.shorten(member);
                }
            } else {
                merge(update);
            }
        }
    }

    /** @param ask told of suspects whose time is nearly over */
    void expireSuspicions(long now, IntConsumer ask) {
        suspicions.expire(now, ask, member -> accuse(member, Status.DEAD));
    }

    /** What a message to this member carries; first of all what is said against itself (Lifeguard §IV-C, buddy). */
    ImmutableList<Update> newsFor(int member) {
        boolean isAccused = member != Members.STRANGER && table.status(member) != Status.ALIVE;
        if (news.isEmpty() && !isAccused) {
            return ImmutableList.of();
        }
        ImmutableList.Builder<Update> updates = ImmutableList.builderWithExpectedSize(config.updatesMax() + 1);
        if (isAccused) {
            updates.add(update(member));
        }
        news.take(config.updatesMax(), updates);
        return updates.build();
    }

    /** Who accuses this node to its face is told the truth, however often others were told it before. */
    ImmutableList<Update> answerFor(int member, ImmutableList<Update> said) {
        ImmutableList<Update> updates = newsFor(member);
        return accusesSelf(said)
                ? ImmutableList.<Update>builderWithExpectedSize(updates.size() + 1)
                        .add(aboutSelf())
                        .addAll(updates)
                        .build()
                : updates;
    }

    boolean accusesSelf(ImmutableList<Update> said) {
        for (Update update : said) {
            if (update.status() != Status.ALIVE && update.node().equals(self)) {
                return true;
            }
        }
        return false;
    }

    /** A stranger accuses this node to its face; of others it is not heard. */
    ImmutableList<Update> answerForStranger(ImmutableList<Update> said) {
        for (Update update : said) {
            if (update.node().equals(self)) {
                mergeOfSelf(update);
            }
        }
        return accusesSelf(said) ? ImmutableList.of(aboutSelf()) : ImmutableList.of();
    }

    Update aboutSelf() {
        return new Update(self, Status.ALIVE, incarnation, self, address);
    }

    ImmutableList<Update> all() {
        ImmutableList.Builder<Update> all = ImmutableList.builderWithExpectedSize(members.size());
        for (int member = 0; member < members.size(); member++) {
            all.add(update(member));
        }
        return all.build();
    }

    private Update update(int member) {
        NodeId id = members.id(member);
        return new Update(
                id, table.status(member), table.incarnation(member), suspicions.by(member, id), table.address(member));
    }
}
