package dynamo.node.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.google.common.collect.ImmutableList;
import com.sun.management.ThreadMXBean;
import dynamo.version.Bytes;
import dynamo.version.MalformedException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class MessageFuzzTest {
    private static final int ROUNDS = 150_000;

    /** Java objects are larger than the bytes that describe them, but not by much. */
    private static final int ALLOCATED_PER_BYTE_MAX = 64;

    /** Above what the first use of some code allocates, far below what a lying length asks for. */
    private static final int ALLOCATED_BASE_MAX = 256 * 1024;

    private static final ImmutableList<Bytes> CORPUS = MessageSamples.ALL.values().stream()
            .map(message -> MessageCodec.encode(MessageSamples.sealed(message)))
            .collect(ImmutableList.toImmutableList());

    @Test
    void damaged_messages_decode_to_a_value_or_are_refused_at_small_cost() {
        int refused = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            byte[] input = damaged(new SplittableRandom(seed));
            long before = allocated();
            Optional<Envelope> decoded = decode(input);
            long cost = allocated() - before;

            refused += decoded.isEmpty() ? 1 : 0;
            if (cost > ALLOCATED_BASE_MAX + (long) ALLOCATED_PER_BYTE_MAX * input.length) {
                fail("seed %d: %d bytes of input made %d bytes of objects", seed, input.length, cost);
            }
            if (decoded.isPresent()) {
                Bytes again = MessageCodec.encode(decoded.get());
                assertThat(MessageCodec.decode(again)).as("seed %d", seed).isEqualTo(decoded.get());
            }
        }
        assertThat(refused).isBetween(ROUNDS / 2, ROUNDS - 1);
    }

    private static Optional<Envelope> decode(byte[] input) {
        try {
            return Optional.of(MessageCodec.decode(Bytes.owning(input)));
        } catch (MalformedException | UnknownMessageException refused) {
            return Optional.empty();
        }
    }

    private static byte[] damaged(RandomGenerator random) {
        if (random.nextInt(10) == 0) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            return noise;
        }
        byte[] bytes = CORPUS.get(random.nextInt(CORPUS.size())).toArray();
        for (int i = random.nextInt(1, 4); i > 0 && bytes.length > 0; i--) {
            bytes = mutated(bytes, random);
        }
        return bytes;
    }

    private static byte[] mutated(byte[] bytes, RandomGenerator random) {
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(5)) {
            case 0 -> bytes[at] = (byte) random.nextInt();
            case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 9), (byte) 0xff); // huge counts
            case 3 -> {
                return Arrays.copyOf(bytes, at);
            }
            default -> { // a part of another message in the place of this one's end
                byte[] other = CORPUS.get(random.nextInt(CORPUS.size())).toArray();
                int from = random.nextInt(other.length);
                byte[] spliced = Arrays.copyOf(bytes, at + other.length - from);
                System.arraycopy(other, from, spliced, at, other.length - from);
                return spliced;
            }
        }
        return bytes;
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
