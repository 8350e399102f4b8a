package dynamo.node.antientropy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dynamo.node.env.Requests;
import dynamo.node.replica.OneDisk;
import dynamo.node.replica.Replica;
import dynamo.node.replica.ReplicaLimits;
import dynamo.ring.NodeId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class OwnSideTest {
    private static final Duration PAUSE_MAX = AntiEntropyConfig.DEFAULT.pauseMax();

    private final OneDisk disk = new OneDisk();
    private double pressure;
    private final OwnSide own = new OwnSide(
            new Replica(
                    disk.doors(),
                    disk.queue(),
                    8,
                    new ReplicaLimits(100, 32 << 20),
                    partition -> ImmutableList.of(),
                    partition -> true,
                    partition -> true,
                    partition -> true),
            new Requests(new NodeId("a"), () -> 1, () -> 1, disk.doors()),
            disk.doors(),
            AntiEntropyConfig.DEFAULT,
            () -> pressure);

    private boolean isDoneAfter(Duration pause) {
        AtomicBoolean isDone = new AtomicBoolean();
        own.later(() -> isDone.set(true));
        disk.time().run(pause);
        return isDone.get();
    }

    @Test
    void work_that_can_wait_waits_longer_the_more_clients_want() {
        assertThat(isDoneAfter(Duration.ZERO)).isTrue();

        pressure = 0.5;
        assertThat(isDoneAfter(PAUSE_MAX.dividedBy(2).minusMillis(1))).isFalse();
        assertThat(isDoneAfter(PAUSE_MAX.dividedBy(2).plusMillis(1))).isTrue();

        pressure = 1;
        assertThat(isDoneAfter(PAUSE_MAX.minusMillis(1))).isFalse();
        assertThat(isDoneAfter(PAUSE_MAX.plusMillis(1))).isTrue();
    }
}
