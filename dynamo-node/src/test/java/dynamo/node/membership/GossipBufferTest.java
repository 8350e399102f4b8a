package dynamo.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dynamo.node.message.Gossip.Status;
import dynamo.node.message.Gossip.Update;
import dynamo.ring.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GossipBufferTest {
    private static final int SENDS_MAX = 4;

    private final GossipBuffer buffer = new GossipBuffer(10, SENDS_MAX);

    @Test
    void the_least_sent_go_first_and_equals_take_turns() {
        add(1, 1);
        add(2, 1);
        assertThat(taken(1)).containsExactly("n1/1");
        add(3, 1);
        assertThat(taken(2)).containsExactly("n2/1", "n3/1");
        assertThat(taken(1)).containsExactly("n1/1");
        assertThat(taken(5)).containsExactly("n2/1", "n3/1", "n1/1");
    }

    @Test
    void each_is_sent_so_many_times_and_never_twice_in_one_message() {
        add(1, 1);
        for (int i = 0; i < SENDS_MAX; i++) {
            assertThat(taken(10)).containsExactly("n1/1");
        }
        assertThat(taken(10)).isEmpty();
        assertThat(buffer.isEmpty()).isTrue();
    }

    @Test
    void newer_news_of_a_member_take_the_place_of_older_and_begin_anew() {
        add(1, 1);
        add(2, 1);
        taken(2);
        add(1, 2);

        assertThat(taken(2)).containsExactly("n1/2", "n2/1");
        assertThat(buffer.size()).isEqualTo(2);
    }

    /** The same as a list that is sorted by sends before each message. */
    @Test
    void random_use_is_that_of_the_simple_model() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            GossipBuffer tried = new GossipBuffer(10, SENDS_MAX);
            List<Object[]> model = new ArrayList<>(); // update and sends, in order of the last change
            for (int step = 0; step < 200; step++) {
                if (random.nextBoolean()) {
                    int member = random.nextInt(10);
                    Update update = update(member, step);
                    tried.add(member, update);
                    model.removeIf(entry -> ((Update) entry[0]).node().equals(update.node()));
                    model.add(new Object[] {update, 0});
                } else {
                    int max = random.nextInt(6);
                    assertThat(take(tried, max))
                            .as("seed %d step %d", seed, step)
                            .isEqualTo(take(model, max));
                }
            }
        }
    }

    private static List<Update> take(List<Object[]> model, int max) {
        List<Object[]> sorted = new ArrayList<>(model);
        sorted.sort((a, b) -> Integer.compare((int) a[1], (int) b[1]));
        List<Object[]> chosen = sorted.subList(0, Math.min(max, sorted.size()));
        List<Update> updates = chosen.stream().map(entry -> (Update) entry[0]).toList();
        for (Object[] entry : chosen) {
            model.remove(entry);
            entry[1] = (int) entry[1] + 1;
            if ((int) entry[1] < SENDS_MAX) {
                model.add(entry);
            }
        }
        return updates;
    }

    private static List<Update> take(GossipBuffer from, int max) {
        ImmutableList.Builder<Update> updates = ImmutableList.builder();
        from.take(max, updates);
        return updates.build();
    }

    private void add(int member, long incarnation) {
        buffer.add(member, update(member, incarnation));
    }

    private List<String> taken(int max) {
        return take(buffer, max).stream()
                .map(update -> update.node() + "/" + update.incarnation())
                .toList();
    }

    private static Update update(int member, long incarnation) {
        NodeId id = new NodeId("n" + member);
        return new Update(id, Status.ALIVE, incarnation, id, "");
    }
}
