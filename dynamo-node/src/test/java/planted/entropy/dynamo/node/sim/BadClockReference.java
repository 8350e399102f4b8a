package planted.entropy.dynamo.node.sim;

import java.util.function.LongSupplier;

final class BadClockReference {
    LongSupplier clock() {
        return System::nanoTime;
    }
}
