package dynamo.node.io.net;

import com.google.common.net.HostAndPort;
import dynamo.node.io.loop.EventLoop;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Finds the numeric address of a host, anew at each call: a peer may have moved. Names are asked for on threads of its
 * own, since the system's resolver blocks, for many seconds when it is in trouble. Answers come on the loop.
 */
final class AddressLookup implements AutoCloseable {
    private static final int THREADS_MAX = 2;
    private static final int WAITING_MAX = 4096;

    private final EventLoop loop;
    private final ThreadPoolExecutor threads;

    AddressLookup(EventLoop loop) {
        this.loop = loop;
        threads = new ThreadPoolExecutor(
                THREADS_MAX,
                THREADS_MAX,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING_MAX),
                new DefaultThreadFactory("address-lookup", true));
        threads.allowCoreThreadTimeOut(true);
    }

    /** Reads {@code host:port}; empty when the text names no place. */
    static Optional<InetSocketAddress> parse(String text) {
        try {
            HostAndPort place = HostAndPort.fromString(text);
            return place.getHost().isEmpty() || place.getPortOrDefault(0) == 0
                    ? Optional.empty()
                    : Optional.of(InetSocketAddress.createUnresolved(place.getHost(), place.getPort()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Empty when the name is not known now. May answer inside the call; once closed, never. */
    void find(InetSocketAddress address, Consumer<Optional<InetSocketAddress>> done) {
        String host = address.getHostString();
        byte[] numeric = NetUtil.createByteArrayFromIpAddressString(host);
        if (numeric != null) {
            done.accept(resolved(host, numeric, address.getPort()));
            return;
        }
        try {
            threads.execute(() -> {
                Optional<InetSocketAddress> found = ask(host, address.getPort());
                loop.execute(() -> done.accept(found));
            });
        } catch (RejectedExecutionException fullOrClosed) {
            if (!threads.isShutdown()) {
                done.accept(Optional.empty());
            }
        }
    }

    private static Optional<InetSocketAddress> ask(String host, int port) {
        try {
            return Optional.of(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static Optional<InetSocketAddress> resolved(String host, byte[] numeric, int port) {
        try {
            return Optional.of(new InetSocketAddress(InetAddress.getByAddress(host, numeric), port));
        } catch (UnknownHostException e) { // neither 4 nor 16 bytes
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
