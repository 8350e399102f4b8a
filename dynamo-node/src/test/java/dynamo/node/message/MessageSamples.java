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
import java.util.Map;
import java.util.Optional;

/** Fixed messages, and the bytes each has had since the first version. */
final class MessageSamples {
    private static final NodeId SENDER = new NodeId("n1");
    private static final Key KEY = new Key("cart", Bytes.utf8("alice"));
    private static final Dot DOT = new Dot(0xa1, 7);
    private static final WriteId WRITE_ID = new WriteId(0x0102030405060708L, 0x090a0b0c0d0e0f10L);
    private static final Content VALUE =
            new Content.Value(Bytes.utf8("milk"), "text/plain", ImmutableSortedMap.of("by", "x"));
    private static final Siblings RECORD =
            Siblings.EMPTY.put(VersionVector.EMPTY, new Sibling(DOT, WRITE_ID, 0x1122334455667788L, VALUE));
    private static final Siblings TWO = RECORD.put(
            VersionVector.EMPTY, new Sibling(new Dot(0xb2, 1), WRITE_ID, 0x1122334455667789L, new Content.Tombstone()));

    private static final PartitionClock CLOCK =
            PartitionClock.of(Map.of(0xa1L, Runs.EMPTY.with(1).with(2).with(7)));
    private static final Gossip.Update ALIVE =
            new Gossip.Update(SENDER, Gossip.Status.ALIVE, 5L << 32, SENDER, "10.0.0.1:7000");
    private static final Gossip.Update SUSPECTED =
            new Gossip.Update(new NodeId("n3"), Gossip.Status.SUSPECT, 7, SENDER, "");

    /** Names of messages, then samples of it. */
    static final ImmutableMap<String, Message> ALL = ImmutableMap.<String, Message>builder()
            .put(
                    "coordinate",
                    new Request.Coordinate(
                            KEY,
                            VALUE,
                            TWO.vector(),
                            WRITE_ID,
                            new RequestId("r-1", true),
                            new Quorum(3, 2, true),
                            5000,
                            false))
            .put(
                    "write",
                    new Request.Write(WriteKind.REPLICATE, KEY, RECORD, Optional.of(WRITE_ID), false, Optional.empty()))
            .put(
                    "write, a hint",
                    new Request.Write(WriteKind.HINT, KEY, TWO, Optional.empty(), true, Optional.of(new NodeId("n3"))))
            .put("read", new Request.Read(KEY, Placement.Stage.SWITCHED))
            .put("hello", new Request.Hello(0x0a0b0c0d0e0f1011L, -2, true, false))
            .put(
                    "superseded?",
                    new Request.Superseded(KEY, ImmutableList.of(DOT), ImmutableList.of(), Placement.Stage.JOINT))
            .put("open", new ExchangeRequest.Open(200, -3, 0x0102))
            .put("segments", new ExchangeRequest.Segments(200))
            .put("rows", new ExchangeRequest.Rows(200, 250, 6, Bytes.utf8("row")))
            .put(
                    "fetch",
                    new ExchangeRequest.Fetch(
                            200,
                            ImmutableList.of(new ExchangeRequest.Wanted(
                                    Bytes.utf8("row"), TWO.vector(), ImmutableList.of(DOT)))))
            .put("settle", new ExchangeRequest.Settle(KEY, RECORD, ImmutableList.of(DOT)))
            .put("join", new ExchangeRequest.Join(200, -4, CLOCK))
            .put("refuse", new ExchangeRequest.Refuse(200, 0xa1, Optional.of(CLOCK.of(0xa1))))
            .put("refused", new ExchangeReply.Refused(true))
            .put("hints held?", new ExchangeRequest.HintsHeld(ImmutableList.of(new NodeId("n3"))))
            .put("superseded", new Reply.Superseded(Optional.of(ImmutableList.of(DOT)), Optional.empty()))
            .put("unready", new ExchangeReply.Unready("busy"))
            .put("opened", new ExchangeReply.Opened(-4, -3, Optional.of(CLOCK)))
            .put("segment hashes", new ExchangeReply.SegmentHashes(ImmutableList.of(1L, -1L)))
            .put(
                    "row hashes",
                    new ExchangeReply.RowHashes(
                            ImmutableList.of(new ExchangeReply.RowHash(Bytes.utf8("row"), -5)), true))
            .put(
                    "fetched",
                    new ExchangeReply.Fetched(ImmutableList.of(new ExchangeReply.Item(
                            Reply.Finding.FOUND, ImmutableList.of(DOT), Optional.of(RECORD), ImmutableList.of(DOT)))))
            .put("joined", new ExchangeReply.Joined(true))
            .put("hinted partitions", new ExchangeReply.HintedPartitions(ImmutableList.of(7, 200)))
            .put("coordinated, alone", coordinated(Optional.of(RECORD), Optional.of(RECORD)))
            .put("coordinated, with siblings", coordinated(Optional.empty(), Optional.of(TWO)))
            .put(
                    "coordinated, failed",
                    new Reply.Coordinated(
                            new PutResult.Failed(new Failure(ErrorCode.QUORUM_TIMEOUT, "1 of 2 nodes answered", 2, 1))))
            .put("declined", new Reply.Declined("not a home"))
            .put("written", new Reply.Written(Reply.Status.STORED, ImmutableList.of(), Optional.empty()))
            .put("written, known", new Reply.Written(Reply.Status.COVERED, ImmutableList.of(DOT), Optional.of(RECORD)))
            .put("read answer", new Reply.ReadAnswer(Reply.Finding.FOUND, TWO, true))
            .put("read answer, absent", new Reply.ReadAnswer(Reply.Finding.ABSENT, Siblings.EMPTY, false))
            .put("welcome", new Reply.Welcome(true))
            .put("wrong epoch", new Reply.WrongEpoch())
            .put("ring digest", new RingNews.Digest(5 << 16, -3))
            .put(
                    "ring state",
                    new RingNews.State(5 << 16, Optional.of(Bytes.utf8("plan")), Bytes.utf8("progress"), true))
            .put("wish", new RingNews.Wish("z1", 1.5, Optional.of(new NodeId("n3")), "10.0.0.4:7000"))
            .put("space", new Notice.Space(false))
            .put("ping", new Gossip.Ping(ImmutableList.of(SUSPECTED)))
            .put("ping request", new Gossip.PingRequest(new NodeId("n3"), ImmutableList.of()))
            .put("digest", new Gossip.Digest(-3))
            .put("ack", new Gossip.Ack(ImmutableList.of(ALIVE, SUSPECTED)))
            .put("nack", new Gossip.Nack())
            .put("spread", new Gossip.Spread(ImmutableList.of(ALIVE)))
            .put("state", new Gossip.State(true, ImmutableList.of(ALIVE, SUSPECTED)))
            .build();

    private MessageSamples() {}

    private static Message coordinated(Optional<Siblings> alone, Optional<Siblings> body) {
        return new Reply.Coordinated(new PutResult.Stored(DOT, 2, alone, body, 3, 2, 1));
    }

    static Envelope sealed(Message message) {
        return new Envelope(SENDER, 5, 300, 0x1234, message);
    }
}
