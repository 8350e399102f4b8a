package dynamo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResolverTest {
    private static final AnswerInfo INFO = new AnswerInfo("n1", "", 0, "");
    private static final CausalContext CONTEXT = new CausalContext("AQI");

    private static <T> Versioned<T> sibling(String id, long second, T value) {
        return new Versioned<>(Optional.of(value), Optional.of(id), Optional.of(Instant.ofEpochSecond(second)));
    }

    private static <T> Versioned<T> tombstone(String id) {
        return new Versioned<>(Optional.empty(), Optional.of(id), Optional.of(Instant.EPOCH));
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static <T> Read<T> read(Versioned<T>... siblings) {
        return new Read.Siblings<>(ImmutableList.copyOf(siblings), CONTEXT, INFO);
    }

    @Test
    void nothing_is_chosen_for_who_did_not_ask_for_it() {
        assertThatThrownBy(
                        () -> read(sibling("1", 1, "a"), sibling("2", 2, "b")).resolve(Resolver.fail()))
                .isInstanceOf(DynamoException.Unresolved.class)
                .hasMessageContaining("2 concurrent values");
    }

    @Test
    void one_value_or_none_needs_no_resolver() {
        assertThat(new Read.Absent<String>(CONTEXT, INFO).resolve(Resolver.fail()))
                .isEmpty();
        assertThat(new Read.Single<>(sibling("1", 1, "a"), CONTEXT, INFO).resolve(Resolver.fail()))
                .contains("a");
    }

    @Test
    void a_value_written_while_somebody_deleted_is_the_value() {
        assertThat(read(tombstone("1"), sibling("2", 2, "b")).resolve(Resolver.fail()))
                .contains("b");
        assertThat(ResolverTest.<String>read(tombstone("1"), tombstone("2")).resolve(Resolver.fail()))
                .isEmpty();
    }

    @Test
    void last_writer_wins_goes_by_time_and_then_by_name_so_that_all_choose_alike() {
        Versioned<String> old = sibling("3", 1, "old");
        Versioned<String> one = sibling("1", 2, "one");
        Versioned<String> two = sibling("2", 2, "two");
        assertThat(read(old, one, two).resolve(Resolver.lastWriterWins())).contains("two");
        assertThat(read(two, one, old).resolve(Resolver.lastWriterWins())).contains("two");
    }

    @Test
    void max_takes_the_greatest_and_union_all_elements() {
        assertThat(read(sibling("1", 1, 7), sibling("2", 2, 9), sibling("3", 3, 8))
                        .resolve(Resolver.max()))
                .contains(9);
        Read<Set<String>> sets =
                read(sibling("1", 1, ImmutableSet.of("a", "b")), sibling("2", 2, ImmutableSet.of("b", "c")));
        assertThat(sets.resolve(Resolver.union()).orElseThrow()).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void merging_takes_two_at_a_time() {
        Resolver<String> longest = Resolver.merging((one, other) -> one.length() >= other.length() ? one : other);
        assertThat(read(sibling("1", 1, "a"), sibling("2", 2, "abc"), sibling("3", 3, "ab"))
                        .resolve(longest))
                .contains("abc");
    }
}
