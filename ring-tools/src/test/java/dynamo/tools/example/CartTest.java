package dynamo.tools.example;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.client.DynamoClient;
import dynamo.node.boot.EmbeddedNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CartTest {
    private static final Cart BOTH = Cart.EMPTY.with("1", "milk", 1).with("2", "bread", 2);

    @Test
    void what_either_side_added_is_there_and_what_either_removed_is_not() {
        Cart phone = BOTH.without("milk").with("3", "eggs", 6);
        Cart laptop = BOTH.with("4", "tea", 1);
        assertThat(phone.merge(laptop).items()).isEqualTo(Map.of("bread", 2, "eggs", 6, "tea", 1));
    }

    @Test
    void what_was_removed_here_and_added_there_is_there() {
        Cart removed = BOTH.without("milk");
        Cart added = BOTH.with("3", "milk", 2);
        assertThat(removed.merge(added).items()).isEqualTo(Map.of("bread", 2, "milk", 2));
    }

    @Test
    void an_addition_that_is_repeated_counts_once_and_not_at_all_once_it_was_removed() {
        assertThat(BOTH.with("1", "milk", 1)).isEqualTo(BOTH);
        assertThat(BOTH.without("milk").with("1", "milk", 1).items()).isEqualTo(Map.of("bread", 2));
    }

    @Test
    void merging_is_commutative_associative_and_idempotent() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            List<Cart> carts = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                carts.add(changed(random));
            }
            Cart a = carts.get(0);
            Cart b = carts.get(1);
            Cart c = carts.get(2);
            assertThat(a.merge(b)).isEqualTo(b.merge(a));
            assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
            assertThat(a.merge(a)).isEqualTo(a);
        }
    }

    /** Additions of the same name are the same addition. */
    private static Cart changed(Random random) {
        Cart cart = BOTH;
        for (int i = 0; i < 6; i++) {
            int item = random.nextInt(4);
            cart = random.nextInt(3) == 0
                    ? cart.without("item" + item)
                    : cart.with("addition" + (item + 4 * random.nextInt(3)), "item" + item, 1 + item);
        }
        return cart;
    }

    @Test
    void the_example_runs_against_a_node_and_loses_nothing() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (EmbeddedNode node = EmbeddedNode.start();
                DynamoClient client =
                        DynamoClient.builder().seeds(node.address()).build()) {
            Cart merged = new CartExample(client, "alice", new PrintStream(said, true, StandardCharsets.UTF_8)).run();
            assertThat(merged.items()).isEqualTo(Map.of("bread", 1, "eggs", 6, "tea", 2));
        }
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("2 siblings", "1 value");
    }
}
