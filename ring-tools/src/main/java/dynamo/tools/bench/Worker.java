package dynamo.tools.bench;

import dynamo.tools.http.HttpAnswer;
import dynamo.tools.http.RoamingConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;

/**
 * One connection's worth of a client: does one operation at a time. When its server goes away it turns to the next one.
 *
 * <p>Threading: its driver's thread.
 */
final class Worker implements RoamingConnection.User {

    /** A record holds no more; an answer may show them all. */
    private static final int SIBLINGS_MAX = 200;

    private final Driver driver;
    private final Plan plan;
    private final Shared shared;
    private final Values values;
    private final RoamingConnection connection;

    private Operation operation = Operation.GET;
    private int key;
    private String keyName = "";
    private boolean isReading;
    private long dueNanos;

    /** @param server index of the one to begin with */
    Worker(Driver driver, EventLoop loop, Plan plan, Shared shared, Values values, int server) {
        this.driver = driver;
        this.plan = plan;
        this.shared = shared;
        this.values = values;
        connection = new RoamingConnection(
                loop, plan.servers(), server, plan.valueBytes() * SIBLINGS_MAX + 65_536, plan.timeout(), this);
    }

    void connect() {
        connection.connect();
    }

    /** @param due when it should have begun; its latency counts from then */
    void begin(Operation next, int ofKey, long due) {
        operation = next;
        key = ofKey;
        keyName = Plan.keyName(ofKey);
        dueNanos = due;
        isReading = next == Operation.GET
                || next == Operation.UPDATE && shared.contexts().needsRead(ofKey);
        if (isReading && next == Operation.UPDATE) {
            driver.tally(due).readFirst();
        }
        send();
    }

    void close() {
        connection.close();
    }

    @Override
    public void onIdle() {
        driver.onIdle(this);
    }

    @Override
    public void onDisconnected() {
        driver.onGone(this);
    }

    @Override
    public void onLost(String why) {
        end(why);
    }

    @Override
    public void onAnswer(HttpAnswer answer) {
        String error = isReading ? onRead(answer) : onWritten(answer);
        if (error.isEmpty() && isReading && operation == Operation.UPDATE) {
            isReading = false;
            send();
        } else {
            end(error);
        }
    }

    private String onRead(HttpAnswer answer) {
        Tally tally = driver.tally(dueNanos);
        switch (answer.status()) {
            case 200 -> {
                if (!values.isOf(keyName, answer.body())) {
                    tally.gotWrongValue();
                }
            }
            case 300 -> tally.readSiblings();
            case 404 -> tally.missed();
            default -> {
                return "HTTP " + answer.status();
            }
        }
        shared.contexts().learn(key, answer.context());
        return "";
    }

    private String onWritten(HttpAnswer answer) {
        int status = answer.status();
        if (operation == Operation.LOAD && status == 412) {
            return "";
        }
        if (status != 200 && status != 201 && status != 204) {
            shared.contexts().forget(key);
            return "HTTP " + status;
        }
        if (answer.context().isEmpty()) {
            driver.tally(dueNanos).wroteBeside(answer.siblings());
            shared.contexts().forget(key);
        } else {
            shared.contexts().learn(key, answer.context());
        }
        if (operation == Operation.INSERT) {
            shared.inserted();
        }
        return "";
    }

    private void end(String error) {
        if (!error.isEmpty() && !isReading) {
            shared.contexts().forget(key); // it may have been written all the same
        }
        driver.ended(operation, key, dueNanos, error);
    }

    private void send() {
        ByteBuf to = PooledByteBufAllocator.DEFAULT.directBuffer(256 + (isReading ? 0 : values.bytes()));
        text(to, isReading ? "GET /v1/kv/" : "PUT /v1/kv/");
        text(to, plan.bucket());
        to.writeByte('/');
        text(to, keyName);
        if (!plan.query().isEmpty()) {
            to.writeByte('?');
            text(to, plan.query());
        }
        text(to, " HTTP/1.1\r\nHost: ");
        text(to, connection.server().toString());
        if (!isReading) {
            text(to, "\r\nContent-Type: application/octet-stream\r\nContent-Length: ");
            text(to, Integer.toString(values.bytes()));
            precondition(to);
        }
        text(to, "\r\n\r\n");
        if (!isReading) {
            values.writeTo(to, keyName);
        }
        connection.send(to);
    }

    private void precondition(ByteBuf to) {
        String context = shared.contexts().get(key);
        if (operation == Operation.LOAD) {
            text(to, "\r\nIf-None-Match: *");
        } else if (!context.isEmpty()) {
            text(to, "\r\nCausal-Context: ");
            text(to, context);
        }
    }

    private static void text(ByteBuf to, String ascii) {
        to.writeCharSequence(ascii, StandardCharsets.US_ASCII);
    }
}
