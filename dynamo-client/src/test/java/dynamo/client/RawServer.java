package dynamo.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A port that answers each request with the text it is told, byte for byte, and remembers what it was asked. */
final class RawServer implements AutoCloseable {
    /** An answer: the connection is closed without one. */
    static final String HANG_UP = "";
    /** An answer: none, and the connection stays. */
    static final String SILENCE = "silence";

    private final ServerSocket listening;
    private final Future<?> accepting;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final Function<String, String> answers;
    final List<String> requests = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();

    RawServer(Function<String, String> answers) {
        this.answers = answers;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        accepting = threads.submit(this::accept);
    }

    static RawServer answering(String answer) {
        return new RawServer(request -> answer);
    }

    static String ok(String body, String... headers) {
        return answer(200, body, headers);
    }

    static String answer(int status, String body, String... headers) {
        List<String> lines = new ArrayList<>(List.of("HTTP/1.1 " + status + " X", "Content-Length: " + body.length()));
        lines.addAll(List.of(headers));
        return String.join("\r\n", lines) + "\r\n\r\n" + body;
    }

    NodeAddress address() {
        return new NodeAddress("127.0.0.1", listening.getLocalPort());
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                open.add(socket);
                connections.incrementAndGet();
                threads.execute(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            for (String request = request(in); !request.isEmpty(); request = request(in)) {
                requests.add(request);
                String answer = answers.apply(request);
                if (answer.equals(HANG_UP)) {
                    return;
                }
                if (!answer.equals(SILENCE)) {
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                    if (answer.contains("Connection: close")) {
                        return;
                    }
                }
            }
        } catch (IOException e) {
            // the client is gone
        }
    }

    /** Empty at the end. */
    private static String request(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            text.append((char) next);
        }
        int length = text.indexOf("Content-Length: ");
        if (length >= 0) {
            String digits = text.substring(length + 16, text.indexOf("\r", length));
            text.append(new String(in.readNBytes(Integer.parseInt(digits)), StandardCharsets.ISO_8859_1));
        }
        return text.toString();
    }

    @Override
    public void close() {
        try {
            listening.close();
            accepting.get(); // or it may take one more
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
        threads.shutdownNow();
    }
}
