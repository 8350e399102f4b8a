package dynamo.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSetMultimap;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;

/**
 * Calls whose answer is not in their arguments: clocks, entropy, the process, and iteration orders that change between
 * two runs of one program. A method reference counts as a call.
 */
final class HiddenInput {

    private static final ImmutableSetMultimap<String, String> METHODS = ImmutableSetMultimap.<String, String>builder()
            .putAll(
                    "java.lang.System",
                    "currentTimeMillis",
                    "nanoTime",
                    "getenv",
                    "getProperty",
                    "getProperties",
                    "exit",
                    "identityHashCode")
            .putAll(
                    "java.time.Clock",
                    "systemUTC",
                    "systemDefaultZone",
                    "system",
                    "tickMillis",
                    "tickSeconds",
                    "tickMinutes")
            .putAll("java.time.Instant", "now")
            .putAll("java.time.LocalDate", "now")
            .putAll("java.time.LocalDateTime", "now")
            .putAll("java.time.ZonedDateTime", "now")
            .putAll("java.time.OffsetDateTime", "now")
            .putAll("java.util.UUID", "randomUUID")
            .putAll("java.lang.Math", "random")
            .putAll("java.util.random.RandomGenerator", "getDefault", "of")
            .putAll("java.util.random.RandomGeneratorFactory", "getDefault", "of", "create")
            .putAll("java.util.Set", "of", "copyOf")
            .putAll("java.util.Map", "of", "copyOf", "ofEntries")
            .putAll("java.util.stream.Collectors", "toSet", "toUnmodifiableSet", "toUnmodifiableMap")
            .putAll("java.util.Collection", "parallelStream")
            .putAll("java.util.Arrays", "parallelSort", "parallelPrefix", "parallelSetAll")
            .build();

    /** Fine with a seed, hidden entropy without: {@code new Random()}, {@code Collections.shuffle(list)}. */
    private static final ImmutableSetMultimap<String, String> SEEDLESS = ImmutableSetMultimap.<String, String>builder()
            .put("java.util.Random", "<init>/0")
            .put("java.util.SplittableRandom", "<init>/0")
            .put("java.util.Collections", "shuffle/1")
            .build();

    private static final ImmutableSet<String> ANYWHERE = ImmutableSet.of("parallelStream", "parallel");

    static final DescribedPredicate<JavaAccess<?>> IS_READ =
            describe("reads a hidden clock, entropy or order", access -> isHidden(access.getTarget()));

    private HiddenInput() {}

    private static boolean isHidden(AccessTarget target) {
        String owner = target.getOwner().getName();
        return METHODS.containsEntry(owner, target.getName())
                || isSeedless(owner, target)
                || (owner.startsWith("java.util") && ANYWHERE.contains(target.getName()));
    }

    private static boolean isSeedless(String owner, AccessTarget target) {
        return target instanceof CodeUnitAccessTarget unit
                && SEEDLESS.containsEntry(
                        owner,
                        unit.getName() + "/" + unit.getRawParameterTypes().size());
    }
}
