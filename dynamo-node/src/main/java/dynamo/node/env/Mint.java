package dynamo.node.env;

import dynamo.node.message.Request;
import java.util.function.Consumer;

/** The local replica's way to give a write its dot. */
@FunctionalInterface
public interface Mint {
    /** @param durable told, later or at once, whether the local copy is on disk */
    Minting mint(Request.Coordinate put, boolean remember, Consumer<Boolean> durable);
}
