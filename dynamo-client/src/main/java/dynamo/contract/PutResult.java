package dynamo.contract;

import dynamo.version.Dot;
import dynamo.version.Siblings;
import java.util.Optional;

/** How a put or a delete ended. */
public sealed interface PutResult {

    /**
     * W distinct nodes hold it, fsynced.
     *
     * @param dot names the sibling that the write made, now or when it was first tried
     * @param siblings how many clients would see in the record that was made, this write's included
     * @param alone the record that was made, when this write stood alone in it: its vector is then a context that covers
     *     nothing its writer was not shown
     * @param body the record that was made, when the request asked for it
     * @param tries to have it coordinated; after more than one a second copy may come to stand beside what superseded the first
     */
    record Stored(
            Dot dot,
            int siblings,
            Optional<Siblings> alone,
            Optional<Siblings> body,
            int n,
            int acks,
            int hinted,
            int tries)
            implements PutResult {

        /** At the first try. */
        public Stored(
                Dot dot, int siblings, Optional<Siblings> alone, Optional<Siblings> body, int n, int acks, int hinted) {
            this(dot, siblings, alone, body, n, acks, hinted, 1);
        }

        public Stored afterTries(int count) {
            return new Stored(dot, siblings, alone, body, n, acks, hinted, count);
        }
    }

    record Failed(Failure failure) implements PutResult {}
}
