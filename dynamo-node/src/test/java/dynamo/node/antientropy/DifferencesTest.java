package dynamo.node.antientropy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dynamo.node.message.ExchangeReply.RowHash;
import dynamo.node.message.ExchangeReply.RowHashes;
import dynamo.node.replica.SegmentRows.Listing;
import dynamo.version.Bytes;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DifferencesTest {
    private static final Bytes A = Bytes.utf8("a");
    private static final Bytes B = Bytes.utf8("b");
    private static final Bytes C = Bytes.utf8("c");

    private static RowHash theirs(Bytes row, long hash) {
        return new RowHash(row, hash);
    }

    private static Differences.Row row(Bytes row, long theirs) {
        return new Differences.Row(row, theirs);
    }

    @Test
    void rows_on_one_side_only_differ_and_equal_ones_do_not() {
        Differences found = Differences.between(
                new Listing(ImmutableSortedMap.of(A, 1L, B, 2L), Optional.empty()),
                new RowHashes(ImmutableList.of(theirs(B, 2), theirs(C, 3)), false));

        assertThat(found.rows()).containsExactly(row(A, 0), row(C, 3));
        assertThat(found.unreadableHere() || found.unreadableThere()).isFalse();
        assertThat(found.end()).isEmpty();
    }

    @Test
    void lists_are_compared_as_far_as_both_reach() {
        Differences theirsEnds = Differences.between(
                new Listing(ImmutableSortedMap.of(A, 1L, C, 3L), Optional.empty()),
                new RowHashes(ImmutableList.of(theirs(B, 2)), true));
        Differences mineEnds = Differences.between(
                new Listing(ImmutableSortedMap.of(A, 1L), Optional.of(A)),
                new RowHashes(ImmutableList.of(theirs(B, 2)), true));

        assertThat(theirsEnds.rows()).containsExactly(row(A, 0), row(B, 2));
        assertThat(theirsEnds.end()).contains(B);
        assertThat(mineEnds.rows()).containsExactly(row(A, 0));
        assertThat(mineEnds.end()).contains(A);
    }

    @Test
    void a_row_that_cannot_be_read_is_left_out_and_told() {
        Differences mine = Differences.between(
                new Listing(ImmutableSortedMap.of(A, 0L, B, 1L), Optional.empty()),
                new RowHashes(ImmutableList.of(theirs(A, 5)), false));
        Differences theirs = Differences.between(
                new Listing(ImmutableSortedMap.of(), Optional.empty()),
                new RowHashes(ImmutableList.of(theirs(A, 0)), false));

        assertThat(mine.rows()).containsExactly(row(B, 0));
        assertThat(mine.unreadableHere()).isTrue();
        assertThat(mine.unreadableThere()).isFalse();
        assertThat(theirs.rows()).isEmpty();
        assertThat(theirs.unreadableThere()).isTrue();
        assertThat(theirs.unreadableHere()).isFalse();
    }
}
