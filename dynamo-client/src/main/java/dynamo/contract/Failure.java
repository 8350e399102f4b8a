package dynamo.contract;

/**
 * Why a get or a put failed.
 *
 * @param required answers the quorum needs; 0 where no quorum is concerned
 * @param received answers that came, or nodes that could be reached
 */
public record Failure(ErrorCode code, String detail, int required, int received) {

    public static Failure of(ErrorCode code, String detail) {
        return new Failure(code, detail, 0, 0);
    }

    public Outcome outcome() {
        return code.outcome();
    }
}
