package dynamo.version;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/** Draws records from a seed. One dot always names one write, with the same content, as the law of minting has it. */
final class RandomRecords {
    private final SplittableRandom random;

    RandomRecords(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Few actors and small counters, so that two records often know of each other's writes; every sign bit occurs. */
    Siblings record() {
        int actors = 1 + random.nextInt(4);
        Map<Long, Long> counters = new TreeMap<>();
        for (int i = 0; i < actors; i++) {
            counters.put(actor(random.nextInt(5)), 1 + random.nextLong(5));
        }
        VersionVector vector = VersionVector.EMPTY;
        TreeSet<Dot> live = new TreeSet<>();
        for (Map.Entry<Long, Long> entry : counters.entrySet()) {
            vector = vector.with(new Dot(entry.getKey(), entry.getValue()));
            for (long counter = 1; counter <= entry.getValue(); counter++) {
                if (random.nextInt(3) == 0) {
                    live.add(new Dot(entry.getKey(), counter));
                }
            }
        }
        return random.nextInt(20) == 0
                ? Siblings.EMPTY
                : new Siblings(
                        vector, live.stream().map(RandomRecords::written).collect(ImmutableList.toImmutableList()));
    }

    /** Actors with all bits in use, so that order is seen to be unsigned. */
    static long actor(int index) {
        return index * 0x9e37_79b9_7f4a_7c15L;
    }

    /** The write that this dot names. */
    static Sibling written(Dot dot) {
        SplittableRandom content = new SplittableRandom(dot.actor() * 31 + dot.counter());
        return new Sibling(
                dot, new WriteId(content.nextLong(), content.nextLong()), content.nextLong(), content(content));
    }

    private static Content content(SplittableRandom random) {
        if (random.nextInt(4) == 0) {
            return new Content.Tombstone();
        }
        ImmutableSortedMap.Builder<String, String> metadata = ImmutableSortedMap.naturalOrder();
        for (int i = random.nextInt(3); i > 0; i--) {
            metadata.put("name-" + i, "värde ".repeat(random.nextInt(3)));
        }
        byte[] value = new byte[random.nextInt(40)];
        random.nextBytes(value);
        return new Content.Value(Bytes.owning(value), "application/octet-stream", metadata.build());
    }
}
