package dynamo.version;

import java.util.HexFormat;
import java.util.Optional;

/**
 * One event: the {@code counter}-th write of an actor.
 *
 * @param actor 64 random bits; belongs to one partition of one node for one process start, compared unsigned
 * @param counter from 1, without gaps
 */
public record Dot(long actor, long counter) implements Comparable<Dot> {
    public Dot {
        if (counter < 1) {
            throw new IllegalArgumentException("counter " + counter + " is below 1");
        }
    }

    /** 32 hexadecimal digits whose order as text is the order of dots: how clients see a sibling's name. */
    public String id() {
        return HexFormat.of().toHexDigits(actor) + HexFormat.of().toHexDigits(counter);
    }

    /** What {@link #id} made; empty for every other text. */
    public static Optional<Dot> parse(String id) {
        if (!id.matches("[0-9a-f]{32}")) {
            return Optional.empty();
        }
        long counter = HexFormat.fromHexDigitsToLong(id, 16, 32);
        return counter < 1 ? Optional.empty() : Optional.of(new Dot(HexFormat.fromHexDigitsToLong(id, 0, 16), counter));
    }

    @Override
    public int compareTo(Dot other) {
        int byActor = Long.compareUnsigned(actor, other.actor);
        return byActor != 0 ? byActor : Long.compare(counter, other.counter);
    }

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(actor) + ":" + counter;
    }
}
