package dynamo.node.io.net;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.sun.management.OperatingSystemMXBean;
import dynamo.contract.Key;
import dynamo.node.env.Transport;
import dynamo.node.io.loop.EventLoop;
import dynamo.node.io.loop.Sockets;
import dynamo.node.message.Envelope;
import dynamo.node.message.MessageCodec;
import dynamo.node.message.Reply;
import dynamo.node.message.Request;
import dynamo.node.message.WriteKind;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import dynamo.version.Content;
import dynamo.version.Dot;
import dynamo.version.Sibling;
import dynamo.version.Siblings;
import dynamo.version.VersionVector;
import dynamo.version.WriteId;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a message costs: two transports on the loopback of one process, each on its own loop; a write of 1 KiB one way, its
 * answer the other.
 *
 * <pre>
 * mvn -B -q -DskipTests package
 * java -cp dynamo-node/target/test-classes:dynamo-node/target/dynamo-node.jar dynamo.node.io.net.TransportBench
 * </pre>
 */
final class TransportBench {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");
    private static final int ROUNDS = 5;
    private static final long SECOND = 1_000_000_000;

    private TransportBench() {}

    public static void main(String[] arguments) throws IOException {
        codec();
        for (Sockets sockets : ImmutableList.of(Sockets.EPOLL, Sockets.NIO)) {
            for (int window : new int[] {1, 8, 64}) {
                roundTrips(sockets, window);
            }
        }
    }

    private static void codec() {
        Envelope envelope = write();
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            int done = 0;
            long bytes = 0;
            for (; System.nanoTime() - start < SECOND; done++) {
                bytes += MessageCodec.encode(envelope).length();
            }
            System.out.printf("encode: %d ns, %d bytes%n", SECOND / done, bytes / done);
        }
        Bytes encoded = MessageCodec.encode(envelope);
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            int done = 0;
            for (; System.nanoTime() - start < SECOND; done++) {
                MessageCodec.decode(encoded);
            }
            System.out.printf("decode: %d ns%n", SECOND / done);
        }
    }

    private static void roundTrips(Sockets sockets, int window) throws IOException {
        AtomicLong answered = new AtomicLong();
        TransportLimits limits = TransportLimits.DEFAULT;
        try (EventLoop loopA = new EventLoop("a", sockets, bug -> {});
                EventLoop loopB = new EventLoop("b", sockets, bug -> {});
                NettyTransport a = transport(A, limits, loopA);
                NettyTransport b = transport(B, limits, loopB)) {
            Envelope request = write();
            Envelope reply = new Envelope(
                    B, 1, 1, 1, new Reply.Written(Reply.Status.STORED, ImmutableList.of(), Optional.empty()));
            int portA = a.bind(new Answering(() -> {
                answered.incrementAndGet();
                a.send(B, request);
            }));
            int portB = b.bind(new Answering(() -> b.send(A, reply)));
            loopA.execute(() -> a.meet(B, "127.0.0.1:" + portB));
            loopB.execute(() -> b.meet(A, "127.0.0.1:" + portA));
            Await.until(
                    "connected",
                    () -> a.counters().get(TransportCount.CONNECTED)
                                    + b.counters().get(TransportCount.CONNECTED)
                            == 2);
            loopA.execute(() -> {
                for (int i = 0; i < window; i++) {
                    a.send(B, request);
                }
            });
            for (int round = 0; round < ROUNDS; round++) {
                long cpu = PROCESS.getProcessCpuTime();
                long start = System.nanoTime();
                long before = answered.get();
                Await.until("a second passes", () -> System.nanoTime() - start > 2 * SECOND);
                long trips = answered.get() - before;
                long elapsed = System.nanoTime() - start;
                System.out.printf(
                        "%s window %d: %d round trips/s, %d ns of CPU per message%n",
                        sockets,
                        window,
                        trips * SECOND / elapsed,
                        (PROCESS.getProcessCpuTime() - cpu) / (2 * Math.max(1, trips)));
            }
        }
    }

    private record Answering(Runnable answer) implements Transport.Listener {
        @Override
        public void onConnected(NodeId peer) {}

        @Override
        public void onDisconnected(NodeId peer) {}

        @Override
        public void onReceive(Envelope envelope) {
            answer.run();
        }

        @Override
        public void onStranger(NodeId peer, String address) {}
    }

    private static NettyTransport transport(NodeId self, TransportLimits limits, EventLoop loop) {
        return new NettyTransport(TestNode.config(self, 0, limits), loop);
    }

    private static Envelope write() {
        Content value = new Content.Value(Bytes.owning(new byte[1024]), "text/plain", ImmutableSortedMap.of());
        Siblings record =
                Siblings.EMPTY.put(VersionVector.EMPTY, new Sibling(new Dot(1, 1), new WriteId(1, 2), 3, value));
        return new Envelope(
                A,
                1,
                1,
                1,
                new Request.Write(
                        WriteKind.REPLICATE,
                        new Key("cart", Bytes.utf8("alice")),
                        record,
                        Optional.empty(),
                        false,
                        Optional.empty()));
    }
}
