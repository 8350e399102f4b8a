package dynamo.tools.bench;

/**
 * How an operation ended.
 *
 * @param error few words, the same for the same cause; empty for success
 */
record Result(Kind kind, String error) {

    enum Kind {
        OK,
        /** The store said at once that it has too much to do. */
        SHED,
        FAILED
    }

    static final Result OK = new Result(Kind.OK, "");
    static final Result SHED = new Result(Kind.SHED, "");

    static Result failed(String error) {
        return new Result(Kind.FAILED, error);
    }

    boolean isOk() {
        return kind == Kind.OK;
    }
}
