package dynamo.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuorumTest {

    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "3,2", "4,3", "5,3", "16,9"})
    void a_majority_is_more_than_half(int n, int majority) {
        assertThat(Quorum.majority(n)).isEqualTo(new Quorum(n, majority, true));
        assertThat(Quorum.parse("quorum", n)).isEqualTo(majority);
        assertThat(2 * majority).isGreaterThan(n);
    }

    @ParameterizedTest
    @CsvSource({"3,2,1,1", "1,1,3,2", "3,3,2,2", "3,1,2,1", "5,3,3,2", "3,2,3,2", "5,5,3,3"})
    void the_same_wish_is_made_of_more_or_fewer_replicas(int n, int needed, int replicas, int then) {
        assertThat(new Quorum(n, needed, true).over(replicas)).isEqualTo(new Quorum(replicas, then, true));
    }

    @ParameterizedTest
    @CsvSource({"one,3,1", "all,3,3", "1,3,1", "2,3,2", "3,3,3", "one,1,1", "all,1,1", "16,16,16"})
    void words_and_numbers_are_read(String text, int n, int needed) {
        assertThat(Quorum.parse(text, n)).isEqualTo(needed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "4",
                "-1",
                "+1",
                "01",
                "1.0",
                " 1",
                "1 ",
                "ONE",
                "All",
                "all1",
                "2147483648",
                "99999",
                "1e0",
                "\u0661"
            })
    void anything_else_is_refused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Quorum.parse(text, 3))
                .withMessageContaining("1..3");
    }

    @Test
    void a_quorum_lies_between_one_and_n() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Quorum(3, 0, true));
        assertThatIllegalArgumentException().isThrownBy(() -> new Quorum(3, 4, true));
    }
}
