package dynamo.node.message;

import com.google.common.collect.ImmutableList;
import dynamo.ring.NodeId;
import dynamo.ring.Ring;
import dynamo.version.Decoder;
import dynamo.version.Encoder;
import dynamo.version.PartitionClock;
import dynamo.version.Runs;
import dynamo.version.VersionVector;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** How {@link ExchangeRequest}s and {@link ExchangeReply}s are written. */
final class ExchangeForms {
    static final ImmutableList<MessageForm<?>> ALL = ImmutableList.of(
            new MessageForm<>(40, ExchangeRequest.Open.class, ExchangeForms::write, ExchangeForms::readOpen),
            new MessageForm<>(41, ExchangeRequest.Segments.class, ExchangeForms::write, ExchangeForms::readSegments),
            new MessageForm<>(42, ExchangeRequest.Rows.class, ExchangeForms::write, ExchangeForms::readRows),
            new MessageForm<>(43, ExchangeRequest.Fetch.class, ExchangeForms::write, ExchangeForms::readFetch),
            new MessageForm<>(44, ExchangeRequest.Settle.class, ExchangeForms::write, ExchangeForms::readSettle),
            new MessageForm<>(45, ExchangeRequest.Join.class, ExchangeForms::write, ExchangeForms::readJoin),
            new MessageForm<>(46, ExchangeRequest.HintsHeld.class, ExchangeForms::write, ExchangeForms::readHintsHeld),
            new MessageForm<>(47, ExchangeRequest.Refuse.class, ExchangeForms::write, ExchangeForms::readRefuse),
            new MessageForm<>(72, ExchangeReply.Unready.class, ExchangeForms::write, ExchangeForms::readUnready),
            new MessageForm<>(73, ExchangeReply.Opened.class, ExchangeForms::write, ExchangeForms::readOpened),
            new MessageForm<>(
                    74, ExchangeReply.SegmentHashes.class, ExchangeForms::write, ExchangeForms::readSegmentHashes),
            new MessageForm<>(75, ExchangeReply.RowHashes.class, ExchangeForms::write, ExchangeForms::readRowHashes),
            new MessageForm<>(76, ExchangeReply.Fetched.class, ExchangeForms::write, ExchangeForms::readFetched),
            new MessageForm<>(77, ExchangeReply.Joined.class, ExchangeForms::write, ExchangeForms::readJoined),
            new MessageForm<>(
                    78,
                    ExchangeReply.HintedPartitions.class,
                    ExchangeForms::write,
                    ExchangeForms::readHintedPartitions),
            new MessageForm<>(79, ExchangeReply.Refused.class, ExchangeForms::write, ExchangeForms::readRefused));

    private static final ImmutableList<Reply.Finding> FINDINGS = ImmutableList.copyOf(Reply.Finding.values());
    private static final int ROW_BYTES_MAX = 2048;

    private ExchangeForms() {}

    private static void write(ExchangeRequest.Open open, Encoder to) {
        Fields.number(open.partition(), to);
        to.i64(open.root()).i64(open.clockDigest());
    }

    private static ExchangeRequest.Open readOpen(Decoder from) {
        return new ExchangeRequest.Open(Fields.number(from), from.i64(), from.i64());
    }

    private static void write(ExchangeRequest.Segments segments, Encoder to) {
        Fields.number(segments.partition(), to);
    }

    private static ExchangeRequest.Segments readSegments(Decoder from) {
        return new ExchangeRequest.Segments(Fields.number(from));
    }

    private static void write(ExchangeRequest.Rows rows, Encoder to) {
        Fields.number(rows.partition(), to);
        Fields.number(rows.segment(), to);
        Fields.number(rows.run(), to);
        to.bytes(rows.after());
    }

    private static ExchangeRequest.Rows readRows(Decoder from) {
        return new ExchangeRequest.Rows(
                Fields.number(from), Fields.number(from), Fields.number(from), from.bytes(ROW_BYTES_MAX));
    }

    private static void write(ExchangeRequest.Fetch fetch, Encoder to) {
        Fields.number(fetch.partition(), to);
        list(fetch.rows(), ExchangeForms::writeWanted, to);
    }

    private static ExchangeRequest.Fetch readFetch(Decoder from) {
        return new ExchangeRequest.Fetch(Fields.number(from), list(ExchangeForms::readWanted, from));
    }

    private static void writeWanted(ExchangeRequest.Wanted wanted, Encoder to) {
        to.bytes(wanted.row()).raw(wanted.vector().encoded());
        Fields.dots(wanted.live(), to);
    }

    private static ExchangeRequest.Wanted readWanted(Decoder from) {
        return new ExchangeRequest.Wanted(from.bytes(ROW_BYTES_MAX), VersionVector.decode(from), Fields.dots(from));
    }

    private static void write(ExchangeRequest.Settle settle, Encoder to) {
        Fields.key(settle.key(), to);
        Fields.dots(settle.superseded(), to);
        Fields.siblings(settle.record(), to);
    }

    private static ExchangeRequest.Settle readSettle(Decoder from) {
        var key = Fields.key(from);
        var superseded = Fields.dots(from);
        return new ExchangeRequest.Settle(key, Fields.siblings(from), superseded);
    }

    private static void write(ExchangeRequest.Join join, Encoder to) {
        Fields.number(join.partition(), to);
        to.i64(join.lineage()).bytes(join.clock().encoded());
    }

    private static ExchangeRequest.Join readJoin(Decoder from) {
        return new ExchangeRequest.Join(Fields.number(from), from.i64(), readClock(from));
    }

    private static void write(ExchangeRequest.Refuse refuse, Encoder to) {
        Fields.number(refuse.partition(), to);
        to.i64(refuse.actor());
        Fields.optional(refuse.seen(), (seen, encoder) -> encoder.bytes(seen.encoded()), to);
    }

    private static ExchangeRequest.Refuse readRefuse(Decoder from) {
        return new ExchangeRequest.Refuse(
                Fields.number(from),
                from.i64(),
                Fields.optional(seen -> Runs.decode(seen.bytes(Integer.MAX_VALUE)), from));
    }

    private static void write(ExchangeReply.Refused refused, Encoder to) {
        to.bool(refused.done());
    }

    private static ExchangeReply.Refused readRefused(Decoder from) {
        return new ExchangeReply.Refused(from.bool());
    }

    private static void write(ExchangeReply.Unready unready, Encoder to) {
        Fields.text(unready.why(), to);
    }

    private static ExchangeReply.Unready readUnready(Decoder from) {
        return new ExchangeReply.Unready(Fields.text(from));
    }

    private static void write(ExchangeReply.Opened opened, Encoder to) {
        to.i64(opened.lineage()).i64(opened.root());
        Fields.optional(opened.clock(), (clock, encoder) -> encoder.bytes(clock.encoded()), to);
    }

    private static ExchangeReply.Opened readOpened(Decoder from) {
        return new ExchangeReply.Opened(from.i64(), from.i64(), Fields.optional(ExchangeForms::readClock, from));
    }

    private static PartitionClock readClock(Decoder from) {
        return PartitionClock.decode(from.bytes(Integer.MAX_VALUE));
    }

    private static void write(ExchangeReply.SegmentHashes segments, Encoder to) {
        list(segments.hashes(), (hash, encoder) -> encoder.i64(hash), to);
    }

    private static ExchangeReply.SegmentHashes readSegmentHashes(Decoder from) {
        return new ExchangeReply.SegmentHashes(list(Decoder::i64, from));
    }

    private static void write(ExchangeReply.RowHashes rows, Encoder to) {
        list(rows.rows(), (row, encoder) -> encoder.bytes(row.row()).i64(row.hash()), to);
        to.bool(rows.more());
    }

    private static ExchangeReply.RowHashes readRowHashes(Decoder from) {
        return new ExchangeReply.RowHashes(
                list(row -> new ExchangeReply.RowHash(row.bytes(ROW_BYTES_MAX), row.i64()), from), from.bool());
    }

    private static void write(ExchangeReply.Fetched fetched, Encoder to) {
        list(fetched.items(), ExchangeForms::writeItem, to);
    }

    private static ExchangeReply.Fetched readFetched(Decoder from) {
        return new ExchangeReply.Fetched(list(ExchangeForms::readItem, from));
    }

    private static void writeItem(ExchangeReply.Item item, Encoder to) {
        Fields.constant(item.finding(), to);
        Fields.dots(item.live(), to);
        Fields.dots(item.superseded(), to);
        Fields.optional(item.record(), Fields::siblings, to);
    }

    private static ExchangeReply.Item readItem(Decoder from) {
        Reply.Finding finding = Fields.constant(FINDINGS, from);
        var live = Fields.dots(from);
        var superseded = Fields.dots(from);
        return new ExchangeReply.Item(finding, live, Fields.optional(Fields::siblings, from), superseded);
    }

    private static void write(ExchangeReply.Joined joined, Encoder to) {
        to.bool(joined.done());
    }

    private static ExchangeReply.Joined readJoined(Decoder from) {
        return new ExchangeReply.Joined(from.bool());
    }

    private static void write(ExchangeRequest.HintsHeld held, Encoder to) {
        list(held.but(), Fields::nodeId, to);
    }

    private static ExchangeRequest.HintsHeld readHintsHeld(Decoder from) {
        int size = from.count(Math.min(Ring.MEMBERS_MAX, from.remaining()));
        ImmutableList.Builder<NodeId> but = ImmutableList.builder();
        for (int i = 0; i < size; i++) {
            but.add(Fields.nodeId(from));
        }
        return new ExchangeRequest.HintsHeld(but.build());
    }

    private static void write(ExchangeReply.HintedPartitions hinted, Encoder to) {
        to.varint(hinted.partitions().size());
        hinted.partitions().forEach(partition -> Fields.number(partition, to));
    }

    private static ExchangeReply.HintedPartitions readHintedPartitions(Decoder from) {
        int size = from.count(Math.min(Ring.PARTITIONS_MAX, from.remaining()));
        ImmutableList.Builder<Integer> partitions = ImmutableList.builderWithExpectedSize(size);
        for (int i = 0; i < size; i++) {
            partitions.add(Fields.number(from));
        }
        return new ExchangeReply.HintedPartitions(partitions.build());
    }

    private static <T> void list(ImmutableList<T> values, BiConsumer<T, Encoder> write, Encoder to) {
        to.varint(values.size());
        values.forEach(value -> write.accept(value, to));
    }

    private static <T> ImmutableList<T> list(Function<Decoder, T> read, Decoder from) {
        int size = from.count(Math.min(ExchangeRequest.ROWS_MAX, from.remaining()));
        ImmutableList.Builder<T> values = ImmutableList.builderWithExpectedSize(size);
        for (int i = 0; i < size; i++) {
            values.add(read.apply(from));
        }
        return values.build();
    }
}
