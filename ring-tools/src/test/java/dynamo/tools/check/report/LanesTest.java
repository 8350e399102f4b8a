package dynamo.tools.check.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dynamo.tools.check.Line;
import dynamo.tools.check.Span;
import dynamo.tools.check.report.Lanes.Bar;
import dynamo.tools.check.report.Lanes.Lane;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LanesTest {
    private static final long SECOND = 1_000_000_000;
    private static final TimeAxis AXIS = new TimeAxis(100, 900, 600 * SECOND);
    private static final NodeMarks MARKS = NodeMarks.of(List.of("node1", "node2", "node3"));

    @ParameterizedTest
    @ValueSource(ints = {1, 60, 100, 300})
    void bars_and_labels_of_a_row_do_not_touch(int count) {
        List<Line.Fault> faults = IntStream.range(0, count)
                .mapToObj(i -> fault("kind" + i % 4, i * 599L * SECOND / count, 9 * SECOND))
                .toList();
        Lanes lanes = Lanes.of(faults, AXIS, MARKS);
        assertThat(lanes.undrawn()).isZero();
        assertThat(lanes.lanes()).extracting(Lane::fault).isSorted();
        for (Lane lane : lanes.lanes()) {
            for (Bar bar : lane.bars()) {
                assertThat(lane.bars())
                        .filteredOn(other -> !other.equals(bar) && other.row() == bar.row())
                        .allMatch(other -> other.end() < bar.left() || bar.end() < other.left());
                assertThat(bar.right()).isGreaterThanOrEqualTo(bar.left() + 3);
            }
        }
    }

    @Test
    void there_is_a_limit_to_rows_and_the_rest_is_counted() {
        List<Line.Fault> atOnce =
                IntStream.range(0, 100).mapToObj(i -> fault("pause", 0, SECOND)).toList();
        Lanes one = Lanes.of(atOnce, AXIS, MARKS);
        assertThat(one.lanes()).singleElement().extracting(Lane::rows).isEqualTo(Lanes.ROWS_MAX);
        assertThat(one.undrawn()).isEqualTo(100 - Lanes.ROWS_MAX);

        List<Line.Fault> kinds = IntStream.range(0, 100)
                .mapToObj(i -> fault("kind" + i, 0, SECOND))
                .toList();
        assertThat(Lanes.of(kinds, AXIS, MARKS).lanes()).hasSize(Lanes.ROWS_MAX);
    }

    @Test
    void nodes_have_short_marks() {
        assertThat(MARKS.label(List.of("node1", "node3"))).isEqualTo("1,3");
        assertThat(MARKS.label(List.of("elsewhere"))).isEqualTo("#");
        assertThat(NodeMarks.of(List.of("amsterdam", "berlin")).key()).isEqualTo("A = amsterdam, B = berlin");
        assertThat(NodeMarks.of(List.of("n1")).label(List.of("n1"))).isEqualTo("n1");
        assertThat(NodeMarks.of(List.of()).key()).isEmpty();
    }

    private static Line.Fault fault(String kind, long begin, long nanos) {
        return new Line.Fault(kind, ImmutableList.of("node1", "node2"), "", new Span(begin, begin + nanos));
    }
}
