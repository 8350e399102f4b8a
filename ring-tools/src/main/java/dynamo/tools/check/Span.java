package dynamo.tools.check;

/** From when to when, in nanoseconds since the run began. */
public record Span(long begin, long end) {

    public Span {
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("begin " + begin + ", end " + end + ": wants 0 <= begin <= end");
        }
    }

    public long nanos() {
        return end - begin;
    }
}
