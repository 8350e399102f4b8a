package dynamo.node.coordinate;

/**
 * Bytes of the records that all gets in flight hold together. How much a get will hold is known only when its answers come, so
 * it is then that one too many ends. One alone always fits.
 */
final class ReadRoom {
    private final long max;
    private long held;

    ReadRoom(long max) {
        this.max = max;
    }

    /** @param own what the get that asks holds already */
    boolean take(long bytes, long own) {
        if (held > own && held + bytes > max) {
            return false;
        }
        held += bytes;
        return true;
    }

    void give(long bytes) {
        held -= bytes;
    }

    long held() {
        return held;
    }
}
