package dynamo.contract;

import java.time.Duration;

/** A read at R. */
public record GetRequest(Key key, Quorum quorum, Duration timeout) {}
