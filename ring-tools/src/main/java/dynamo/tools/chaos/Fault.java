package dynamo.tools.chaos;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be done to a cluster. */
enum Fault {
    KILL(Lane.NODE),
    PAUSE(Lane.NODE),
    PARTITION(Lane.NETWORK),
    ONE_WAY(Lane.NETWORK),
    CLOCK(Lane.NODE),
    DISK_FULL(Lane.NODE),
    SLOW_DISK(Lane.NODE),
    /** Once in a run: a write is safe while fewer than W disks are lost, and W is 2. */
    WIPE(Lane.NODE),
    POWER_CUT(Lane.NODE),
    /** A node joins, and leaves again. */
    JOIN_LEAVE(Lane.MEMBERSHIP);

    /** Faults of one lane follow each other; those of different lanes may be on together. */
    enum Lane {
        NODE,
        NETWORK,
        MEMBERSHIP
    }

    private final Lane lane;

    Fault(Lane lane) {
        this.lane = lane;
    }

    Lane lane() {
        return lane;
    }

    /** As it is spelled everywhere outside. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String all() {
        return Arrays.stream(values()).map(Fault::text).collect(Collectors.joining(","));
    }

    /**
     * @param names with commas between; {@code all}, {@code none}, or some
     * @throws IllegalArgumentException for a name that is none
     */
    static ImmutableList<Fault> parse(String names) {
        if (names.equals("none")) {
            return ImmutableList.of();
        }
        if (names.equals("all")) {
            return ImmutableList.copyOf(values());
        }
        return Arrays.stream(names.split(",", -1))
                .map(name -> Arrays.stream(values())
                        .filter(fault -> fault.text().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "there is no fault " + name + "; there are " + all() + ", all and none")))
                .distinct()
                .collect(ImmutableList.toImmutableList());
    }
}
