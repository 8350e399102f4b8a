package dynamo.ring;

/** No ring keeps what {@link Claim} promises for such members; the message says why, to an operator. */
public final class ClaimRefusedException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    ClaimRefusedException(String reason) {
        super(reason);
    }
}
