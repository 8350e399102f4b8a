package dynamo.node.message;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dynamo.contract.ErrorCode;
import dynamo.contract.Failure;
import dynamo.contract.Key;
import dynamo.contract.PutResult;
import dynamo.contract.Quorum;
import dynamo.contract.RequestId;
import dynamo.ring.NodeId;
import dynamo.ring.Placement;
import dynamo.version.Bytes;
import dynamo.version.Content;
import dynamo.version.Dot;
import dynamo.version.PartitionClock;
import dynamo.version.Runs;
import dynamo.version.Sibling;
import dynamo.version.Siblings;
import dynamo.version.VersionVector;
import dynamo.version.WriteId;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Draws messages of every kind, odd numbers and empty parts included. */
public final class RandomMessages {
    private static final String NAME_CHARS = "abcXYZ019_.-";

    private final RandomGenerator random;
    private final ImmutableMap<Class<?>, Supplier<Message>> kinds;

    public RandomMessages(RandomGenerator random) {
        this.random = random;
        kinds = ImmutableMap.<Class<?>, Supplier<Message>>builder()
                .put(Request.Coordinate.class, this::coordinate)
                .put(Request.Write.class, this::write)
                .put(Request.Read.class, () -> new Request.Read(key(), stage()))
                .put(
                        Request.Hello.class,
                        () -> new Request.Hello(
                                random.nextLong(), random.nextLong(), random.nextBoolean(), random.nextBoolean()))
                .put(Request.Superseded.class, () -> new Request.Superseded(key(), dots(), dots(), stage()))
                .put(Reply.Superseded.class, () -> new Reply.Superseded(optional(this::dots), optional(this::record)))
                .put(Reply.Coordinated.class, () -> new Reply.Coordinated(putResult()))
                .put(Reply.Declined.class, () -> new Reply.Declined(text()))
                .put(
                        Reply.Written.class,
                        () -> new Reply.Written(oneOf(Reply.Status.values()), dots(), optional(this::record)))
                .put(
                        Reply.ReadAnswer.class,
                        () -> new Reply.ReadAnswer(oneOf(Reply.Finding.values()), record(), random.nextBoolean()))
                .put(Reply.Welcome.class, () -> new Reply.Welcome(random.nextBoolean()))
                .put(Notice.Space.class, () -> new Notice.Space(random.nextBoolean()))
                .put(Gossip.Ping.class, () -> new Gossip.Ping(updates()))
                .put(Gossip.PingRequest.class, () -> new Gossip.PingRequest(nodeId(), updates()))
                .put(Gossip.Digest.class, () -> new Gossip.Digest(random.nextLong()))
                .put(Gossip.Ack.class, () -> new Gossip.Ack(updates()))
                .put(Gossip.Nack.class, Gossip.Nack::new)
                .put(Gossip.Spread.class, () -> new Gossip.Spread(updates()))
                .put(Gossip.State.class, () -> new Gossip.State(random.nextBoolean(), updates()))
                .put(Reply.WrongEpoch.class, Reply.WrongEpoch::new)
                .put(RingNews.Digest.class, () -> new RingNews.Digest(random.nextLong(), random.nextLong()))
                .put(
                        RingNews.State.class,
                        () -> new RingNews.State(
                                random.nextLong(),
                                optional(() -> bytes(random.nextInt(60))),
                                bytes(random.nextInt(60)),
                                random.nextBoolean()))
                .put(
                        RingNews.Wish.class,
                        () -> new RingNews.Wish(
                                nodeId().name(), random.nextDouble(0.1, 50), optional(this::nodeId), "h:7000"))
                .putAll(exchanges())
                .build();
    }

    private ImmutableMap<Class<?>, Supplier<Message>> exchanges() {
        return ImmutableMap.<Class<?>, Supplier<Message>>builder()
                .put(
                        ExchangeRequest.Open.class,
                        () -> new ExchangeRequest.Open(random.nextInt(), random.nextLong(), random.nextLong()))
                .put(ExchangeRequest.Segments.class, () -> new ExchangeRequest.Segments(random.nextInt()))
                .put(
                        ExchangeRequest.Rows.class,
                        () -> new ExchangeRequest.Rows(
                                random.nextInt(), random.nextInt(256), random.nextInt(), bytes(random.nextInt(60))))
                .put(
                        ExchangeRequest.Fetch.class,
                        () -> new ExchangeRequest.Fetch(
                                random.nextInt(),
                                some(() -> new ExchangeRequest.Wanted(bytes(random.nextInt(60)), vector(), dots()))))
                .put(ExchangeRequest.Settle.class, () -> new ExchangeRequest.Settle(key(), record(), dots()))
                .put(
                        ExchangeRequest.Join.class,
                        () -> new ExchangeRequest.Join(random.nextInt(), random.nextLong(), clock()))
                .put(
                        ExchangeRequest.Refuse.class,
                        () -> new ExchangeRequest.Refuse(
                                random.nextInt(),
                                random.nextLong(),
                                optional(() -> Runs.EMPTY.with(1 + random.nextInt(9)))))
                .put(ExchangeReply.Refused.class, () -> new ExchangeReply.Refused(random.nextBoolean()))
                .put(ExchangeRequest.HintsHeld.class, () -> new ExchangeRequest.HintsHeld(some(this::nodeId)))
                .put(ExchangeReply.Unready.class, () -> new ExchangeReply.Unready(text()))
                .put(
                        ExchangeReply.Opened.class,
                        () -> new ExchangeReply.Opened(random.nextLong(), random.nextLong(), optional(this::clock)))
                .put(ExchangeReply.SegmentHashes.class, () -> new ExchangeReply.SegmentHashes(some(random::nextLong)))
                .put(
                        ExchangeReply.RowHashes.class,
                        () -> new ExchangeReply.RowHashes(
                                some(() -> new ExchangeReply.RowHash(bytes(random.nextInt(60)), random.nextLong())),
                                random.nextBoolean()))
                .put(
                        ExchangeReply.Fetched.class,
                        () -> new ExchangeReply.Fetched(some(() -> new ExchangeReply.Item(
                                oneOf(Reply.Finding.values()), dots(), optional(this::record), dots()))))
                .put(ExchangeReply.Joined.class, () -> new ExchangeReply.Joined(random.nextBoolean()))
                .put(
                        ExchangeReply.HintedPartitions.class,
                        () -> new ExchangeReply.HintedPartitions(some(random::nextInt)))
                .build();
    }

    public ImmutableList<Class<?>> kinds() {
        return kinds.keySet().asList();
    }

    public Envelope next() {
        return of(kinds().get(random.nextInt(kinds.size())));
    }

    public Envelope of(Class<?> kind) {
        Message message =
                kinds.getOrDefault(kind, () -> new Notice.Space(false)).get();
        return new Envelope(nodeId(), number(), number(), number(), message);
    }

    private Placement.Stage stage() {
        return oneOf(Placement.Stage.values());
    }

    private Message coordinate() {
        int n = random.nextInt(1, 9);
        return new Request.Coordinate(
                key(),
                content(),
                vector(),
                writeId(),
                new RequestId(name(RequestId.CHARS_MAX), random.nextBoolean()),
                new Quorum(n, random.nextInt(1, n + 1), random.nextBoolean()),
                random.nextInt(),
                random.nextBoolean());
    }

    private Message write() {
        return new Request.Write(
                oneOf(WriteKind.values()),
                key(),
                record(),
                optional(this::writeId),
                random.nextBoolean(),
                optional(this::nodeId));
    }

    private ImmutableList<Gossip.Update> updates() {
        return random.ints(random.nextInt(6)).mapToObj(i -> update()).collect(ImmutableList.toImmutableList());
    }

    private Gossip.Update update() {
        NodeId node = nodeId();
        return new Gossip.Update(
                node,
                oneOf(Gossip.Status.values()),
                Math.min(number() >>> 1, Gossip.Update.INCARNATION_MAX),
                random.nextBoolean() ? node : nodeId(),
                random.nextBoolean() ? "" : name(40) + ":7000");
    }

    private PutResult putResult() {
        if (random.nextInt(3) == 0) {
            return new PutResult.Failed(
                    new Failure(oneOf(ErrorCode.values()), text(), random.nextInt(), random.nextInt(9)));
        }
        Optional<Siblings> alone = optional(this::record);
        Optional<Siblings> body = random.nextBoolean() ? alone : optional(this::record);
        return new PutResult.Stored(
                dot(), random.nextInt(99), alone, body, random.nextInt(9), random.nextInt(9), random.nextInt(9));
    }

    private <T> ImmutableList<T> some(Supplier<T> value) {
        ImmutableList.Builder<T> some = ImmutableList.builder();
        for (int i = random.nextInt(4); i > 0; i--) {
            some.add(value.get());
        }
        return some.build();
    }

    private PartitionClock clock() {
        TreeMap<Long, Runs> runs = new TreeMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            runs.merge(
                    random.nextLong(), Runs.EMPTY.with(1 + random.nextInt(9)).with(1 + random.nextInt(9)), Runs::join);
        }
        return PartitionClock.of(runs);
    }

    private Siblings record() {
        Siblings record = Siblings.EMPTY;
        for (int i = random.nextInt(4); i > 0; i--) {
            VersionVector context = random.nextBoolean() ? record.vector() : VersionVector.EMPTY;
            long actor = random.nextInt(3);
            Dot dot = new Dot(actor, record.vector().counter(actor) + 1 + random.nextInt(3));
            record = record.put(context, new Sibling(dot, writeId(), random.nextLong(), content()));
        }
        return record;
    }

    private Content content() {
        if (random.nextInt(4) == 0) {
            return new Content.Tombstone();
        }
        ImmutableSortedMap.Builder<String, String> metadata = ImmutableSortedMap.naturalOrder();
        for (int i = random.nextInt(3); i > 0; i--) {
            metadata.put(i + name(8), text());
        }
        return new Content.Value(bytes(random.nextInt(50)), "text/" + name(9), metadata.build());
    }

    private VersionVector vector() {
        VersionVector vector = VersionVector.EMPTY;
        for (int i = random.nextInt(5); i > 0; i--) {
            vector = vector.with(dot());
        }
        return vector;
    }

    private ImmutableList<Dot> dots() {
        return random.ints(random.nextInt(4)).mapToObj(i -> dot()).collect(ImmutableList.toImmutableList());
    }

    private Dot dot() {
        return new Dot(random.nextLong(), 1 + (random.nextLong() >>> 1 + random.nextInt(62)));
    }

    private WriteId writeId() {
        return new WriteId(random.nextLong(), random.nextLong());
    }

    private Key key() {
        return new Key(name(20), bytes(random.nextInt(1, 40)));
    }

    private NodeId nodeId() {
        return new NodeId(name(NodeId.CHARS_MAX));
    }

    /** Any long, small ones more often. */
    private long number() {
        return random.nextLong() >>> random.nextInt(64);
    }

    private String name(int charsMax) {
        StringBuilder name = new StringBuilder("n");
        for (int i = random.nextInt(charsMax); i > 0; i--) {
            name.append(NAME_CHARS.charAt(random.nextInt(NAME_CHARS.length())));
        }
        return name.toString();
    }

    private String text() {
        return random.nextBoolean() ? "" : "waited é 字 " + name(30);
    }

    private Bytes bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.owning(bytes);
    }

    private <T> Optional<T> optional(Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }

    private <E> E oneOf(E[] constants) {
        return constants[random.nextInt(constants.length)];
    }
}
