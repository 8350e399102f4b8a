package dynamo.node.env;

import dynamo.node.message.Request;
import java.util.function.Consumer;

/** This node's way to give a write its dot: its replica's, or that of the hints it keeps where it is no home of the key. */
@FunctionalInterface
public interface Mint {
    /** @param durable told, later or at once, whether the local copy is on disk */
    Minting mint(Request.Coordinate put, boolean remember, Consumer<Boolean> durable);
}
