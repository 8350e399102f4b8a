package dynamo.node.antientropy;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Longs;
import dynamo.contract.Key;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.message.ExchangeReply;
import dynamo.node.message.ExchangeRequest;
import dynamo.node.message.ExchangeRequest.Wanted;
import dynamo.node.message.Reply;
import dynamo.node.message.Reply.Finding;
import dynamo.node.message.Reply.ReadAnswer;
import dynamo.node.replica.Replica;
import dynamo.node.replica.Rows;
import dynamo.node.replica.SegmentRows;
import dynamo.ring.NodeId;
import dynamo.version.Dot;
import dynamo.version.PartitionClock;
import dynamo.version.Sibling;
import dynamo.version.Siblings;
import java.util.Optional;
import java.util.function.Consumer;

/** The other side of a peer's {@link Exchange}. Remembers nothing of it between two questions. */
final class ExchangeResponder {
    private static final int WAITING_MAX = 256;
    private static final long FETCHED_BYTES_MAX = 1L << 20;

    private final Replica replica;
    private final Homes homes;
    private final AntiEntropy.HintedPartitions hintedPartitions;
    private final AntiEntropy.ActorPredicate mayMint;
    private int waiting;

    ExchangeResponder(
            Replica replica,
            Homes homes,
            AntiEntropy.HintedPartitions hintedPartitions,
            AntiEntropy.ActorPredicate mayMint) {
        this.replica = replica;
        this.homes = homes;
        this.hintedPartitions = hintedPartitions;
        this.mayMint = mayMint;
    }

    void onRequest(NodeId from, ExchangeRequest request, Consumer<Reply> reply) {
        if (request instanceof ExchangeRequest.HintsHeld held) {
            reply.accept(hintedPartitions
                    .but(held.but())
                    .<Reply>map(ExchangeReply.HintedPartitions::new)
                    .orElseGet(() -> new ExchangeReply.Unready("hints are not counted yet")));
        } else if (request instanceof ExchangeRequest.Settle settle) {
            durably(
                    reply,
                    later -> replica.onSettle(settle.key(), settle.record(), settle.superseded(), later::accept));
        } else if (request instanceof ExchangeRequest.Refuse refuse) {
            durably(reply, later -> onRefuse(refuse, later));
        } else if (request instanceof ExchangeRequest.Open open) {
            ifHome(open.partition(), reply, () -> onOpen(from, open, reply));
        } else if (request instanceof ExchangeRequest.Segments segments) {
            ifHome(segments.partition(), reply, () -> reply.accept(hashes(segments.partition())));
        } else if (request instanceof ExchangeRequest.Rows rows) {
            ifHome(rows.partition(), reply, () -> reply.accept(listed(rows)));
        } else if (request instanceof ExchangeRequest.Fetch fetch) {
            ifHome(fetch.partition(), reply, () -> reply.accept(fetched(fetch)));
        } else if (request instanceof ExchangeRequest.Join join) {
            ifHome(join.partition(), reply, () -> onJoin(from, join, reply));
        }
    }

    private void ifHome(int partition, Consumer<Reply> reply, Runnable answer) {
        if (!homes.contains(partition)) {
            reply.accept(new ExchangeReply.Unready("this node is no home of it"));
        } else if (!replica.trees().isBuilt(partition)) {
            reply.accept(new ExchangeReply.Unready("the tree is not built"));
        } else {
            answer.run();
        }
    }

    /** What waits for the disk is bounded. */
    private void durably(Consumer<Reply> reply, Consumer<Consumer<Reply>> work) {
        if (waiting >= WAITING_MAX) {
            reply.accept(new ExchangeReply.Unready("too much waits for the disk"));
            return;
        }
        waiting++;
        work.accept(answer -> {
            waiting--;
            reply.accept(answer);
        });
    }

    /** What of the actor came before the refusal is among the hints, if it is here at all. */
    private void onRefuse(ExchangeRequest.Refuse refuse, Consumer<Reply> reply) {
        if (refuse.seen().isEmpty()) {
            reply.accept(new ExchangeReply.Refused(!mayMint.test(refuse.partition(), refuse.actor())));
            return;
        }
        replica.refused()
                .refuse(
                        refuse.partition(),
                        refuse.actor(),
                        refuse.seen().get(),
                        result -> reply.accept(new ExchangeReply.Refused(
                                result == CommitResult.DURABLE && !mayMint.test(refuse.partition(), refuse.actor()))));
    }

    /** Root, clock and lineage of one instant, told when all of it is on disk. */
    private void onOpen(NodeId from, ExchangeRequest.Open open, Consumer<Reply> reply) {
        long root = replica.trees().root(open.partition());
        long lineage = replica.partitions().lineage(open.partition());
        PartitionClock clock = replica.partitions().clock(open.partition());
        boolean isSame = clock.digest() == open.clockDigest();
        if (isSame) {
            replica.stability().report(open.partition(), from, clock);
        }
        durably(
                reply,
                later -> replica.whenDurable(durable -> later.accept(
                        durable
                                ? new ExchangeReply.Opened(
                                        lineage, root, isSame ? Optional.empty() : Optional.of(clock))
                                : new ExchangeReply.Unready("a commit failed"))));
    }

    private Reply hashes(int partition) {
        return new ExchangeReply.SegmentHashes(
                ImmutableList.copyOf(Longs.asList(replica.trees().segments(partition))));
    }

    private Reply listed(ExchangeRequest.Rows asked) {
        if (!SegmentRows.areSegments(asked.segment(), asked.run())) {
            return new ExchangeReply.Unready("there is no such segment");
        }
        SegmentRows.Listing listing =
                replica.rows().list(asked.partition(), asked.segment(), asked.run(), asked.after());
        ImmutableList.Builder<ExchangeReply.RowHash> rows = ImmutableList.builder();
        listing.hashes().forEach((row, hash) -> rows.add(new ExchangeReply.RowHash(row, hash)));
        return new ExchangeReply.RowHashes(rows.build(), listing.last().isPresent());
    }

    private Reply fetched(ExchangeRequest.Fetch fetch) {
        ImmutableList.Builder<ExchangeReply.Item> items = ImmutableList.builder();
        int count = 0;
        long bytes = 0;
        for (Wanted wanted : fetch.rows()) {
            ExchangeReply.Item item = item(fetch.partition(), wanted);
            bytes += Tally.bytes(item);
            if (count == Exchange.FETCH_ROWS_MAX || count > 0 && bytes > FETCHED_BYTES_MAX) {
                break;
            }
            items.add(item);
            count++;
        }
        return new ExchangeReply.Fetched(items.build());
    }

    private ExchangeReply.Item item(int partition, Wanted wanted) {
        if (!replica.rows().holds(partition, wanted.row())) {
            return new ExchangeReply.Item(Finding.ABSENT, ImmutableList.of(), Optional.empty(), ImmutableList.of());
        }
        Key key = Rows.key(wanted.row());
        ReadAnswer mine = replica.onRead(key);
        Siblings record = mine.record();
        boolean hasNews = record.live().stream()
                .map(Sibling::dot)
                .anyMatch(dot -> !wanted.vector().covers(dot) && !wanted.live().contains(dot));
        ImmutableList<Dot> superseded = replica.superseded(key, wanted.live()).orElse(ImmutableList.of());
        return new ExchangeReply.Item(
                mine.finding(), record.dots(), hasNews ? Optional.of(record) : Optional.empty(), superseded);
    }

    /** An asker that could not compare all of it sends an empty clock, to hear whether it compared with the right rows. */
    private void onJoin(NodeId from, ExchangeRequest.Join join, Consumer<Reply> reply) {
        if (replica.partitions().lineage(join.partition()) != join.lineage()) {
            reply.accept(new ExchangeReply.Joined(false));
            return;
        }
        if (!join.clock().equals(PartitionClock.EMPTY)) {
            replica.stability().report(join.partition(), from, join.clock());
        }
        durably(
                reply,
                later -> replica.partitions()
                        .join(
                                join.partition(),
                                join.clock(),
                                result -> later.accept(new ExchangeReply.Joined(result == CommitResult.DURABLE))));
    }
}
