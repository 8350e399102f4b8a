package dynamo.node.replica;

import dynamo.node.RecordedEvents;
import dynamo.node.TestStorage;
import dynamo.node.VirtualTime;
import dynamo.node.env.Doors;
import dynamo.node.env.Storage.Table;
import dynamo.node.env.Transport;
import dynamo.node.message.Envelope;
import dynamo.ring.NodeId;
import dynamo.version.Decoder;
import dynamo.version.Runs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A disk with its commit queue, in virtual time, and nobody else. */
public final class OneDisk {
    /** A row of a partition clock, read from the disk. */
    record ClockRow(int partition, long actor, Runs runs) {}

    private static final Transport NOBODY = new Transport() {
        @Override
        public void send(NodeId to, Envelope envelope) {}

        @Override
        public boolean isConnected(NodeId peer) {
            return false;
        }

        @Override
        public void meet(NodeId peer, String address) {}

        @Override
        public void part(NodeId peer) {}

        @Override
        public void moveTo(NodeId peer, String address) {}
    };

    private final VirtualTime time = new VirtualTime();
    private final RecordedEvents events = new RecordedEvents();
    private final TestStorage storage = new TestStorage(time.loop(() -> true));
    private final Doors doors = new Doors(time, time.loop(() -> true), NOBODY, storage, new Random(1), events);
    private CommitQueue queue = new CommitQueue(doors);

    /** The process starts anew: what was pending is gone. */
    public void restart() {
        storage.reopen(doors.scheduler());
        queue = new CommitQueue(doors);
    }

    /** Until the disk has nothing to do. */
    public void settle() {
        time.run(Duration.ofMillis(100));
    }

    public VirtualTime time() {
        return time;
    }

    public RecordedEvents events() {
        return events;
    }

    public TestStorage storage() {
        return storage;
    }

    public Doors doors() {
        return doors;
    }

    public CommitQueue queue() {
        return queue;
    }

    List<ClockRow> clockRows() {
        List<ClockRow> found = new ArrayList<>();
        storage.rows(Table.META).forEach((row, bytes) -> {
            if (row.compareTo(Rows.clocksFrom(0)) >= 0 && row.compareTo(Rows.clocksFrom(Integer.MAX_VALUE)) < 0) {
                Decoder from = new Decoder(row.slice(1, row.length()));
                found.add(new ClockRow(from.i32(), from.i64(), Runs.decode(bytes)));
            }
        });
        return found;
    }
}
