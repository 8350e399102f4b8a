package dynamo.tools.bench;

import dynamo.tools.http.Endpoint;
import dynamo.tools.http.HttpAnswer;
import dynamo.tools.http.RoamingConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * One connection's worth of a careful client: does one operation at a time. A request whose connection is lost, that has no
 * answer in time, or that comes to a node which is just coming or going, is sent again to another node, under the same name;
 * it fails when there is no answer in the time of the whole operation. What a node answers is taken as the answer.
 *
 * <p>Threading: its driver's thread.
 */
final class Worker implements RoamingConnection.User {

    /** A record holds no more; an answer may show them all. */
    private static final int SIBLINGS_MAX = 200;

    private static final long PAUSE_MILLIS = 200;

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
    private long begunNanos;
    private int piece;
    private String requestId = "";
    /** Why the last try told nothing; empty when no other is due. */
    private String again = "";

    private boolean isPausing;

    /** @param server index of the one to begin with */
    Worker(Driver driver, EventLoop loop, Plan plan, Shared shared, Values values, int server) {
        this.driver = driver;
        this.plan = plan;
        this.shared = shared;
        this.values = values;
        connection = new RoamingConnection(
                loop, plan.servers(), server, plan.valueBytes() * SIBLINGS_MAX + 65_536, plan.tryTimeout(), this);
    }

    void connect() {
        connection.connectAndReturn(this::probe);
    }

    /** @param due when it should have begun; its latency counts from then */
    void begin(Operation next, int ofKey, long due) {
        operation = next;
        key = ofKey;
        keyName = Plan.keyName(ofKey);
        dueNanos = due;
        begunNanos = System.nanoTime();
        piece = values.nextPiece();
        requestId = shared.nextRequestId();
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
        if (isPausing) {
            return;
        }
        if (again.isEmpty()) {
            driver.onIdle(this);
        } else {
            again = "";
            send();
        }
    }

    @Override
    public void onDisconnected() {
        driver.onGone(this);
    }

    @Override
    public void onLost(String why) {
        tryAgain(why);
    }

    private void tryAgain(String why) {
        if (isOverdue(System.nanoTime())) {
            end(Result.failed(why));
        } else {
            again = why;
            driver.tally(dueNanos).retried(why);
        }
    }

    /** Called now and then: an operation does not wait for ever for a node to take it. */
    void sweep(long nowNanos) {
        if (!again.isEmpty() && isOverdue(nowNanos)) {
            String why = again;
            again = "";
            end(Result.failed(why));
        }
    }

    private boolean isOverdue(long nowNanos) {
        return nowNanos - begunNanos > plan.timeout().toNanos();
    }

    @Override
    public void onAnswer(HttpAnswer answer) {
        if (Problems.isElsewhere(answer)) {
            tryAgain("HTTP " + answer.status() + " starting or draining");
            connection.moveOn();
            return;
        }
        Result result = isReading ? onRead(answer) : onWritten(answer);
        if (result.isOk() && isReading && operation == Operation.UPDATE) {
            isReading = false;
            send();
        } else {
            end(result);
        }
    }

    private Result onRead(HttpAnswer answer) {
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
                return Problems.result(answer);
            }
        }
        shared.contexts().learn(key, answer.context());
        return Result.OK;
    }

    private Result onWritten(HttpAnswer answer) {
        int status = answer.status();
        if (operation == Operation.LOAD && status == 412) {
            return Result.OK;
        }
        if (status != 200 && status != 201 && status != 204) {
            return Problems.result(answer);
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
        return Result.OK;
    }

    private void end(Result result) {
        if (result.kind() == Result.Kind.FAILED && !isReading) {
            shared.contexts().forget(key); // it may have been written all the same
        }
        driver.ended(operation, key, dueNanos, begunNanos, result);
        if (driver.isToPause(result)) {
            isPausing = true;
            connection.loop().schedule(this::goOn, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void goOn() {
        isPausing = false;
        if (connection.isIdle()) {
            onIdle();
        }
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
            text(to, "\r\nRequest-Id: ");
            text(to, requestId);
            precondition(to);
        }
        text(to, "\r\n\r\n");
        if (!isReading) {
            values.writeTo(to, keyName, piece);
        }
        connection.send(to);
    }

    /** Whether a node answers at all; it reads its own copy of a key that is not there. */
    private ByteBuf probe(Endpoint server) {
        ByteBuf to = PooledByteBufAllocator.DEFAULT.directBuffer(128);
        text(to, "GET /v1/kv/" + plan.bucket() + "/probe?r=1 HTTP/1.1\r\nHost: " + server + "\r\n\r\n");
        return to;
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
