package dynamo.node.env;

import dynamo.contract.ErrorCode;
import dynamo.version.Dot;
import dynamo.version.Siblings;

/** What came of asking the local replica to mint a write. */
public sealed interface Minting {

    /** The record as made, on its way to the local disk. */
    record Minted(Dot dot, Siblings made) implements Minting {}

    /** A retry: the write was stored before under this dot, and this is the record now. */
    record Known(Dot dot, Siblings current) implements Minting {}

    /** This replica cannot; another home may. */
    record Unable(String why) implements Minting {}

    /** No replica should. */
    record Refused(ErrorCode code, String why) implements Minting {}
}
