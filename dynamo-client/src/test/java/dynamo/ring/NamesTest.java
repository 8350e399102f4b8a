package dynamo.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NamesTest {

    @Test
    void a_name_is_1_to_64_letters_digits_underscores_dots_and_dashes() {
        assertThat(new NodeId("az.AZ_09-" + "x".repeat(55)).name()).hasSize(64);
        Stream.of("", "x".repeat(65), "a b", "a/b", "a:1", "é", "a\n", "\0").forEach(name -> {
            assertThatIllegalArgumentException().as(name).isThrownBy(() -> new NodeId(name));
            if (!name.isEmpty()) {
                assertThatIllegalArgumentException().as(name).isThrownBy(() -> new Member(new NodeId("a"), name));
            }
        });
    }

    @Test
    void members_without_a_zone_share_the_default_one() {
        assertThat(new Member(new NodeId("a"), "").zone()).isEqualTo("default");
        assertThat(new Member(new NodeId("a"), "")).isEqualTo(new Member(new NodeId("a"), "default"));
    }

    @Test
    void nodes_are_ordered_by_name() {
        assertThat(new NodeId("n10")).isLessThan(new NodeId("n2")).isGreaterThan(new NodeId("N2"));
    }
}
