package dynamo.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dynamo.version.Bytes;
import dynamo.version.Content;
import dynamo.version.Dot;
import dynamo.version.Sibling;
import dynamo.version.Siblings;
import dynamo.version.VersionVector;
import dynamo.version.WriteId;
import org.junit.jupiter.api.Test;

/** Conditions of writes, and the tags they compare. */
class PreconditionTest {
    private static final Siblings VALUE = Siblings.EMPTY.put(VersionVector.EMPTY, sibling(1, value("milk")));
    private static final Siblings TWO = VALUE.put(VersionVector.EMPTY, sibling(2, value("eggs")));
    private static final Siblings DELETED = VALUE.put(VALUE.vector(), sibling(3, new Content.Tombstone()));
    private static final Siblings CONTESTED = DELETED.put(VersionVector.EMPTY, sibling(4, value("bread")));

    @Test
    void no_condition_always_holds() {
        assertThat(new Precondition.None().holds(Siblings.EMPTY)).isTrue();
        assertThat(new Precondition.None().holds(TWO)).isTrue();
    }

    @Test
    void a_key_exists_when_it_has_a_value_and_is_missing_when_it_has_none() {
        assertThat(ImmutableList.of(VALUE, TWO, CONTESTED)).allSatisfy(read -> {
            assertThat(new Precondition.Exists().holds(read)).isTrue();
            assertThat(new Precondition.Missing().holds(read)).isFalse();
        });
        assertThat(ImmutableList.of(Siblings.EMPTY, DELETED)).allSatisfy(read -> {
            assertThat(new Precondition.Exists().holds(read)).isFalse();
            assertThat(new Precondition.Missing().holds(read)).isTrue();
        });
    }

    @Test
    void a_tag_holds_for_the_very_siblings_it_names() {
        Precondition either = new Precondition.TagIn(ImmutableList.of(EntityTag.of(TWO), EntityTag.of(DELETED)));

        assertThat(either.holds(TWO)).isTrue();
        assertThat(either.holds(VALUE)).isFalse();
        assertThat(either.holds(DELETED))
                .as("a deleted key has no tag to match")
                .isFalse();
        assertThat(new Precondition.TagIn(ImmutableList.of()).holds(TWO)).isFalse();
    }

    @Test
    void a_tag_names_live_dots_and_nothing_else() {
        Siblings seenMore = new Siblings(VALUE.vector().with(new Dot(99, 5)), VALUE.live());

        assertThat(EntityTag.of(seenMore)).isEqualTo(EntityTag.of(VALUE));
        assertThat(ImmutableList.of(Siblings.EMPTY, VALUE, TWO, DELETED, CONTESTED))
                .extracting(EntityTag::of)
                .doesNotHaveDuplicates()
                .allMatch(tag -> tag.matches("[0-9a-f]{32}"));
    }

    private static Sibling sibling(long actor, Content content) {
        return new Sibling(new Dot(actor, 1), new WriteId(actor, 1), 1, content);
    }

    private static Content value(String text) {
        return new Content.Value(Bytes.utf8(text), "text/plain", ImmutableSortedMap.of());
    }
}
