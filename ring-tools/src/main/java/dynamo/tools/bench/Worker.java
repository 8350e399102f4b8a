package dynamo.tools.bench;

import dynamo.tools.http.HttpAnswer;
import dynamo.tools.http.HttpConnection;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One connection's worth of a client: does one operation at a time. When its server goes away it turns to the next one.
 *
 * <p>Threading: its driver's thread.
 */
final class Worker implements HttpConnection.Listener {

    private static final long PAUSE_FIRST_MILLIS = 20;
    private static final long PAUSE_LAST_MILLIS = 1000;

    private final Driver driver;
    private final Plan plan;
    private final Shared shared;
    private final Values values;
    private int server;
    private long pauseMillis = PAUSE_FIRST_MILLIS;
    private @Nullable HttpConnection connection;

    private boolean isBusy;
    private Operation operation = Operation.GET;
    private int key;
    private String keyName = "";
    private boolean isReading;
    private long dueNanos;
    private long startedNanos;

    Worker(Driver driver, Plan plan, Shared shared, Values values, int server) {
        this.driver = driver;
        this.plan = plan;
        this.shared = shared;
        this.values = values;
        this.server = server;
    }

    void connect() {
        connection = driver.connect(plan.servers().get(server), this);
    }

    /** @param due when it should have begun; its latency counts from then */
    void begin(Operation next, int ofKey, long due) {
        isBusy = true;
        operation = next;
        key = ofKey;
        keyName = Plan.keyName(ofKey);
        dueNanos = due;
        startedNanos = System.nanoTime();
        isReading = next == Operation.GET
                || next == Operation.UPDATE && shared.contexts().needsRead(ofKey);
        if (isReading && next == Operation.UPDATE) {
            driver.tally(due).readFirst();
        }
        send();
    }

    /** Gives up an operation that has waited too long; the connection goes with it. */
    void expire(long nowNanos) {
        if (isBusy
                && connection != null
                && nowNanos - startedNanos > plan.timeout().toNanos()) {
            connection.close("no answer in time");
        }
    }

    void close() {
        if (connection != null) {
            connection.close("end of the run");
        }
    }

    @Override
    public void onOpen() {
        pauseMillis = PAUSE_FIRST_MILLIS;
        driver.onIdle(this);
    }

    @Override
    public void onClosed(String why) {
        connection = null;
        server = (server + 1) % plan.servers().size();
        if (isBusy) {
            end(why);
        }
        driver.onLost(this, pauseMillis);
        pauseMillis = Math.min(PAUSE_LAST_MILLIS, 2 * pauseMillis);
    }

    @Override
    public void onAnswer(HttpAnswer answer) {
        if (!isBusy) {
            return;
        }
        String error = isReading ? onRead(answer) : onWritten(answer);
        if (error.isEmpty() && isReading && operation == Operation.UPDATE) {
            isReading = false;
            send();
            return;
        }
        end(error);
        if (!answer.isLast()) {
            driver.onIdle(this);
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
        isBusy = false;
        if (!error.isEmpty() && !isReading) {
            shared.contexts().forget(key); // it may have been written all the same
        }
        driver.ended(operation, key, dueNanos, error);
    }

    private void send() {
        if (connection == null) {
            throw new IllegalStateException("an operation began without a connection");
        }
        ByteBuf to = driver.buffer(256 + (isReading ? 0 : values.bytes()));
        text(to, isReading ? "GET /v1/kv/" : "PUT /v1/kv/");
        text(to, plan.bucket());
        to.writeByte('/');
        text(to, keyName);
        if (!plan.query().isEmpty()) {
            to.writeByte('?');
            text(to, plan.query());
        }
        text(to, " HTTP/1.1\r\nHost: ");
        text(to, plan.servers().get(server).toString());
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
