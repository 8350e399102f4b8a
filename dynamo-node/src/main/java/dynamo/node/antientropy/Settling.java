package dynamo.node.antientropy;

import com.google.common.collect.ImmutableList;
import dynamo.contract.Key;
import dynamo.node.message.ExchangeReply.Item;
import dynamo.node.message.ExchangeRequest.Settle;
import dynamo.node.message.ExchangeRequest.Wanted;
import dynamo.node.message.Reply.Finding;
import dynamo.node.message.Reply.ReadAnswer;
import dynamo.node.message.Reply.Status;
import dynamo.node.message.Reply.Written;
import dynamo.node.replica.Rows;
import dynamo.version.Dot;
import dynamo.version.Sibling;
import dynamo.version.Siblings;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes some rows alike on both sides: first here, with what the peer told of them; when that is durable, there, with what is
 * here now. Ends when all of it is durable.
 */
final class Settling {
    private static final int WINDOW = 16;
    private static final long WINDOW_BYTES = 1L << 20;

    /** How it went. */
    enum Ended {
        SETTLED,
        /** All but rows that one side cannot read. */
        UNREADABLE,
        /** A side took something not. */
        REFUSED
    }

    private record Told(Key key, Item item) {}

    private final OwnSide own;
    private final Asking asking;
    private final Tally tally;
    private final boolean gives;
    private final ImmutableList<Told> rows;
    private final Consumer<Ended> done;
    private final ArrayDeque<Told> toTell = new ArrayDeque<>();
    private int unsettledHere;
    private int inFlight;
    private long bytesInFlight;
    private boolean unreadable;
    private boolean refused;

    Settling(
            OwnSide own,
            Asking asking,
            Tally tally,
            boolean gives,
            List<Wanted> asked,
            List<Item> answers,
            Consumer<Ended> done) {
        this.own = own;
        this.asking = asking;
        this.tally = tally;
        this.gives = gives;
        this.done = done;
        ImmutableList.Builder<Told> told = ImmutableList.builder();
        for (int i = 0; i < answers.size(); i++) {
            told.add(new Told(Rows.key(asked.get(i).row()), answers.get(i)));
        }
        rows = told.build();
    }

    void start() {
        unsettledHere = rows.size();
        rows.forEach(this::settleHere);
    }

    private void settleHere(Told row) {
        if (row.item.finding() == Finding.UNREADABLE) {
            unreadable = true;
            onSettledHere();
            return;
        }
        toTell.add(row);
        if (gives || row.item.record().isEmpty() && row.item.superseded().isEmpty()) {
            onSettledHere();
            return;
        }
        own.replica().onSettle(row.key, row.item.record().orElse(Siblings.EMPTY), row.item.superseded(), written -> {
            if (note(written)) {
                tally.onRepairedHere();
            }
            onSettledHere();
        });
    }

    private void onSettledHere() {
        if (--unsettledHere == 0) {
            tellNext();
        }
    }

    private void tellNext() {
        while (!refused && !toTell.isEmpty() && (inFlight == 0 || inFlight < WINDOW && bytesInFlight < WINDOW_BYTES)) {
            Optional<Settle> lacking = lacking(toTell.remove());
            if (lacking.isPresent()) {
                long bytes = Tally.bytes(lacking.get());
                inFlight++;
                bytesInFlight += bytes;
                asking.ask(lacking.get(), Written.class, written -> onWritten(written, bytes));
            }
        }
        if (inFlight == 0) {
            done.accept(refused ? Ended.REFUSED : unreadable ? Ended.UNREADABLE : Ended.SETTLED);
        }
    }

    private void onWritten(Written written, long bytes) {
        inFlight--;
        bytesInFlight -= bytes;
        if (note(written)) {
            tally.onRepairedThere();
        }
        tellNext();
    }

    /** What the peer, by its own word, lacks of the row as it is here now. */
    private Optional<Settle> lacking(Told row) {
        ReadAnswer mine = own.replica().onRead(row.key);
        if (mine.finding() == Finding.UNREADABLE) {
            unreadable |= !gives;
            return Optional.empty();
        }
        ImmutableList<Dot> there = row.item.live();
        boolean lacksSome = mine.record().live().stream()
                .map(Sibling::dot)
                .anyMatch(dot -> !there.contains(dot) && !row.item.superseded().contains(dot));
        ImmutableList<Dot> superseded = own.replica().superseded(row.key, there).orElse(ImmutableList.of());
        return lacksSome || !superseded.isEmpty()
                ? Optional.of(new Settle(row.key, lacksSome ? mine.record() : Siblings.EMPTY, superseded))
                : Optional.empty();
    }

    /** @return whether it changed something */
    private boolean note(Written written) {
        unreadable |= written.status() == Status.REFUSED_UNREADABLE;
        refused |= !written.status().isAck() && written.status() != Status.REFUSED_UNREADABLE;
        return written.status() == Status.STORED;
    }
}
