package dynamo.tools.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.client.Versioned;
import dynamo.client.json.JsonCodec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ValueTest {
    private static Versioned<Value> sibling(Value value) {
        return new Versioned<>(Optional.of(value), Optional.empty(), Optional.empty());
    }

    @Test
    void a_merge_has_all_elements_and_of_each_client_the_greater_count() {
        Value one = Value.of("w1.1").with("a").with("c1", 2).with("c2", 1);
        Value other = Value.of("w2.1").with("b").with("c1", 1).with("c3", 1);
        Value merged = Value.merged("w3.1", List.of(sibling(one), sibling(other)));
        assertThat(merged.id()).isEqualTo("w3.1");
        assertThat(merged.named()).containsExactly("a", "b", "c1#1", "c1#2", "c2#1", "c3#1");
    }

    @Test
    void comes_back_as_it_was() {
        JsonCodec<Value> codec = JsonCodec.of(Value.class);
        Value plain = Value.of("w1.1");
        Value full = plain.with("a").with("c1", 2);
        assertThat(codec.decode(codec.encode(plain))).isEqualTo(plain);
        assertThat(codec.decode(codec.encode(full))).isEqualTo(full);
        assertThat(codec.encode(plain).bytes().asUtf8()).isEqualTo("{\"id\":\"w1.1\"}");
    }
}
