package dynamo.node.io.loop;

import dynamo.node.env.Clock;

/** The machine's clocks. */
public final class SystemClock implements Clock {

    @Override
    public long elapsedNanos() {
        return System.nanoTime();
    }

    @Override
    public long wallMillis() {
        return System.currentTimeMillis();
    }
}
