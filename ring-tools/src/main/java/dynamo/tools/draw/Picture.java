package dynamo.tools.draw;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dynamo.tools.console.Mark;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is to be drawn.
 *
 * @param title the cluster's name
 * @param lines a few words each, below the title
 * @param owners in the order of their letters
 * @param owner of each partition, as an index
 * @param next the owner after the handoff, -1 where it stays
 * @param homes of each partition, by name
 */
public record Picture(
        String title,
        ImmutableList<String> lines,
        ImmutableList<Owner> owners,
        ImmutableIntArray owner,
        ImmutableIntArray next,
        ImmutableList<ImmutableList<String>> homes) {

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /**
     * A node that owns partitions, or is to own some.
     *
     * @param state in words
     */
    public record Owner(String id, String zone, int partitions, Mark mark, String state) {}

    public int partitions() {
        return owner.length();
    }

    /** Of an owner; # for all that come too late for a letter of their own. */
    public static char letter(int index) {
        return index < LETTERS.length() ? LETTERS.charAt(index) : '#';
    }

    public static int lettersMax() {
        return LETTERS.length();
    }

    public boolean isMoving() {
        return next.stream().anyMatch(index -> index >= 0);
    }

    /** In the order of their names. */
    public List<String> zones() {
        return owners.stream().map(Owner::zone).distinct().sorted().toList();
    }

    double share(int index) {
        return (double) owners.get(index).partitions / partitions();
    }

    IntStream indexes() {
        return IntStream.range(0, owners.size());
    }
}
