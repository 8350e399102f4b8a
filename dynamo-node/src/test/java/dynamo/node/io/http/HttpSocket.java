package dynamo.node.io.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dynamo.version.Bytes;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A client that sends exactly what it is told and reads one answer at a time. */
final class HttpSocket implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    final Socket socket = new Socket();
    private final InputStream in;

    HttpSocket(int port) throws IOException {
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress("127.0.0.1", port), 5_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** What came back. Header names as sent. */
    record Reply(int status, List<String[]> headers, Bytes body) {
        List<String> all(String name) {
            return headers.stream()
                    .filter(header -> header[0].equalsIgnoreCase(name))
                    .map(header -> header[1])
                    .toList();
        }

        Optional<String> header(String name) {
            return all(name).stream().findFirst();
        }

        String text() {
            return body.asUtf8();
        }

        JsonNode json() {
            try {
                return JSON.readTree(body.toArray());
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + text(), e);
            }
        }

        String code() {
            return json().path("code").asText();
        }

        String context() {
            return header("Causal-Context").orElseThrow(() -> new AssertionError("no context on " + status));
        }
    }

    HttpSocket send(String latin1) throws IOException {
        return send(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    HttpSocket send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** A request without a body and without a length. */
    Reply call(String method, String target, String... headers) throws IOException {
        send(head(method, target, headers) + "\r\n");
        return read(method.equals("HEAD"));
    }

    Reply callWithBody(String method, String target, byte[] body, String... headers) throws IOException {
        send(head(method, target, headers) + "Content-Length: " + body.length + "\r\n\r\n");
        send(body);
        return read(method.equals("HEAD"));
    }

    Reply put(String target, String body, String... headers) throws IOException {
        return callWithBody("PUT", target, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    Reply get(String target, String... headers) throws IOException {
        return call("GET", target, headers);
    }

    static String head(String method, String target, String... headers) {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.toString();
    }

    Reply read() throws IOException {
        return read(false);
    }

    /** The next final answer. */
    Reply read(boolean toHead) throws IOException {
        Reply reply = readHead();
        while (reply.status < 200) {
            reply = readHead();
        }
        int length = reply.status == 204 || reply.status == 304 || toHead
                ? 0
                : Integer.parseInt(reply.header("Content-Length").orElse("0"));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the body ended early");
        }
        return new Reply(reply.status, reply.headers, Bytes.owning(body));
    }

    /** The next answer's head, an interim one's too. */
    Reply readHead() throws IOException {
        String status = line();
        List<String[]> headers = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.add(new String[] {
                line.substring(0, colon), line.substring(colon + 1).strip()
            });
        }
        return new Reply(Integer.parseInt(status.substring(9, 12)), headers, Bytes.EMPTY);
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("closed after " + line.toString(StandardCharsets.ISO_8859_1));
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /** Whether the server ends the connection without another byte. */
    boolean isEnded() throws IOException {
        return in.read() < 0;
    }

    /** Everything that still comes, as it is. */
    String readUntilEnd() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
