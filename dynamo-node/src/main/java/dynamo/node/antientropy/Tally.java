package dynamo.node.antientropy;

import dynamo.node.message.ExchangeReply;
import dynamo.node.message.ExchangeRequest;
import dynamo.node.message.Message;

/** What exchanges cost, and what they mended. Bytes are those of records, clocks and hashes, and a guess of the rest. */
final class Tally {
    private static final int FRAME = 32;
    private static final int DOT = 10;

    private long sent;
    private long received;
    private long messages;
    private int keysHere;
    private int keysThere;

    void onSent(Message message) {
        sent += bytes(message);
        messages++;
    }

    void onReceived(Message message) {
        received += bytes(message);
        messages++;
    }

    void onRepairedHere() {
        keysHere++;
    }

    void onRepairedThere() {
        keysThere++;
    }

    void add(Tally other) {
        sent += other.sent;
        received += other.received;
        messages += other.messages;
        keysHere += other.keysHere;
        keysThere += other.keysThere;
    }

    long sent() {
        return sent;
    }

    long received() {
        return received;
    }

    long messages() {
        return messages;
    }

    int keysHere() {
        return keysHere;
    }

    int keysThere() {
        return keysThere;
    }

    int keys() {
        return keysHere + keysThere;
    }

    static long bytes(ExchangeRequest.Wanted wanted) {
        return wanted.row().length()
                + DOT * (2L + wanted.vector().size() + wanted.live().size());
    }

    static long bytes(ExchangeReply.Item item) {
        return DOT * (1L + item.live().size() + item.superseded().size())
                + item.record().map(record -> record.encoded().length()).orElse(0);
    }

    static long bytes(Message message) {
        long bytes = FRAME;
        if (message instanceof ExchangeRequest.Join join) {
            bytes += join.clock().encoded().length();
        } else if (message instanceof ExchangeReply.Opened opened) {
            bytes += opened.clock().map(clock -> clock.encoded().length()).orElse(0);
        } else if (message instanceof ExchangeReply.SegmentHashes segments) {
            bytes += (long) Long.BYTES * segments.hashes().size();
        } else if (message instanceof ExchangeReply.RowHashes rows) {
            bytes += rows.rows().stream()
                    .mapToLong(row -> row.row().length() + DOT)
                    .sum();
        } else if (message instanceof ExchangeRequest.Fetch fetch) {
            bytes += fetch.rows().stream().mapToLong(Tally::bytes).sum();
        } else if (message instanceof ExchangeReply.Fetched fetched) {
            bytes += fetched.items().stream().mapToLong(Tally::bytes).sum();
        } else if (message instanceof ExchangeRequest.Settle settle) {
            bytes += settle.key().key().length()
                    + settle.record().encoded().length()
                    + (long) DOT * settle.superseded().size();
        }
        return bytes;
    }
}
