package dynamo.node.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dynamo.node.Puts;
import dynamo.node.env.Minting;
import dynamo.node.message.Reply.Status;
import dynamo.node.message.Request;
import dynamo.node.message.WriteKind;
import dynamo.node.planted.PlantedBug;
import dynamo.version.Content;
import dynamo.version.Dot;
import dynamo.version.Siblings;
import dynamo.version.VersionVector;
import dynamo.version.WriteId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a vector may leave to the clocks. */
class StrippingTest extends OneReplica {
    @Test
    void a_vector_is_stripped_of_what_every_home_accounts_for_but_not_of_live_dots() {
        store(VALUE);
        Siblings later = record(new Dot(OTHER_ACTOR, 1), VALUE.vector(), value("later"));
        store(later);
        reportToAll(clock(ACTOR, 1).join(clock(OTHER_ACTOR, 1)));
        Siblings latest = record(new Dot(THIRD_ACTOR, 1), later.vector(), value("latest"));

        store(latest);

        assertThat(record().vector())
                .isEqualTo(VersionVector.of(new Dot(OTHER_ACTOR, 1)).with(new Dot(THIRD_ACTOR, 1)));
        assertThat(record().live()).isEqualTo(latest.live());
        assertThat(write(later)).isEqualTo(Status.COVERED);
        assertThat(write(VALUE)).isEqualTo(Status.COVERED);
    }

    @Test
    void a_vector_keeps_what_another_home_may_still_have_live() {
        store(VALUE);
        reportToAll(clock(ACTOR, 1));
        Siblings later = record(new Dot(OTHER_ACTOR, 1), VALUE.vector(), value("later"));

        store(later); // no other home has it, so the value is live there

        assertThat(record().vector()).isEqualTo(later.vector());
    }

    @Test
    void a_vector_keeps_what_one_home_may_not_have_seen() {
        store(VALUE);
        replica.stability().report(PARTITION, B, clock(ACTOR, 1));
        Siblings later = record(new Dot(OTHER_ACTOR, 1), VALUE.vector(), value("later"));

        store(later);

        assertThat(record().vector()).isEqualTo(later.vector());
    }

    /** Found by the simulator: the write stood beside the tombstone there, as if it had not seen it. */
    @Test
    void a_write_that_saw_a_tombstone_says_so_though_that_is_reaped_here_and_not_elsewhere() {
        deleteAndReap();
        Siblings seen =
                Siblings.sync(DELETED, record(new Dot(OTHER_ACTOR, 1), VersionVector.EMPTY, new Content.Tombstone()));
        store(seen); // from a home that has not reaped
        reportToAll(clock(ACTOR, 2).join(clock(OTHER_ACTOR, 1)));
        var put = Puts.of(KEY, "").request();
        var coordinate = new Request.Coordinate(
                KEY, value("new"), seen.vector(), new WriteId(1, 1), put.requestId(), put.quorum(), 1000, false);

        Minting minting = replica.mint(coordinate, false, durable -> {});

        assertThat(minting).isInstanceOf(Minting.Minted.class);
        Siblings there = Siblings.sync(seen, ((Minting.Minted) minting).made());
        assertThat(there.live()).hasSize(1);
    }

    @Test
    void a_planted_bug_that_strips_what_the_own_disk_may_yet_lose_is_caught() {
        try (PlantedBug.Planted planted = PlantedBug.OWN_PENDING_CLOCK.plant()) {
            assertThat(planted).isNotNull();
            assertThat(catchThrowable(this::a_vector_keeps_what_the_own_disk_may_yet_lose))
                    .isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void a_vector_keeps_what_the_own_disk_may_yet_lose() {
        store(VALUE);
        Siblings later = record(new Dot(OTHER_ACTOR, 1), VALUE.vector(), value("later"));
        reportToAll(clock(ACTOR, 1).join(clock(OTHER_ACTOR, 1)));
        disk.storage().hold();
        replica.onWrite(
                new Request.Write(WriteKind.HINT, KEY, later, Optional.empty(), false, Optional.empty()),
                written -> {});
        Siblings latest = record(new Dot(THIRD_ACTOR, 1), later.vector(), value("latest"));
        replica.onWrite(
                new Request.Write(WriteKind.HINT, KEY, latest, Optional.empty(), false, Optional.empty()),
                written -> {});

        assertThat(record().vector()).isEqualTo(latest.vector());
        disk.storage().release();
        disk.settle();
    }
}
