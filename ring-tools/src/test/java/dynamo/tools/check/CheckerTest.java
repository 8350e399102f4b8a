package dynamo.tools.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dynamo.tools.check.Violation.Kind;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each violation with its nearest innocent relatives. */
class CheckerTest {

    static Stream<Case> all() {
        return Stream.of(LostWriteCases.ALL, ReadCases.ALL, EndCases.ALL, SessionCases.ALL)
                .flatMap(ImmutableList::stream);
    }

    @ParameterizedTest
    @MethodSource("all")
    void is_told_for_exactly_this(Case planted) {
        Story story = new Story();
        planted.story().accept(story);
        Verdict verdict = story.verdict();
        assertThat(verdict.violations()).extracting(Violation::kind).isEqualTo(planted.kinds());
        assertThat(verdict.word()).isEqualTo(planted.kinds().isEmpty() ? Verdict.Word.VALID : Verdict.Word.INVALID);
    }

    @Test
    void every_kind_is_planted() {
        assertThat(all().flatMap(planted -> planted.kinds().stream())).contains(Kind.values());
    }

    @Test
    void what_cannot_be_decided_is_counted() {
        Verdict verdict = new Story()
                .session("s")
                .put("w1")
                .ok()
                .delete("d")
                .saw("w1")
                .unknown()
                .get()
                .last()
                .verdict();
        assertThat(verdict.word()).isEqualTo(Verdict.Word.VALID);
        assertThat(verdict.doubts()).containsExactly(Map.entry(Doubt.DELETE_UNKNOWN, 1L));
    }

    @Test
    void an_incomplete_history_is_undecided_unless_it_shows_a_violation() {
        Verdict undecided = new Story()
                .put("w1")
                .ok()
                .get("w9")
                .session("s")
                .put("w2")
                .ok()
                .get()
                .cut()
                .verdict();
        assertThat(undecided.word()).isEqualTo(Verdict.Word.UNDECIDED);
        assertThat(undecided.doubts()).containsEntry(Doubt.CALL_MISSING, 2L);

        Verdict invalid = new Story().put("w1").notApplied().get("w1").cut().verdict();
        assertThat(invalid.word()).isEqualTo(Verdict.Word.INVALID);
    }

    @Test
    void a_key_that_was_not_read_at_the_end_is_undecided() {
        Verdict verdict = new Story().put("w1").ok().verdict();
        assertThat(verdict.word()).isEqualTo(Verdict.Word.UNDECIDED);
        assertThat(verdict.reasons()).hasSize(1);
    }

    @Test
    void what_may_still_change_is_undecided() {
        Story story = new Story()
                .put("w1")
                .ok()
                .replica("n1", "r", "w1")
                .replica("n2", "q")
                .last()
                .unsettled();
        assertThat(story.verdict().word()).isEqualTo(Verdict.Word.UNDECIDED);
        assertThat(story.verdict().doubts()).containsEntry(Doubt.NOT_SETTLED, 2L);
    }

    @Test
    void a_node_that_ended_by_itself_makes_a_history_invalid() {
        Verdict verdict = new Story()
                .put("w1")
                .ok()
                .last("w1")
                .line(new Line.Crash("n1", "a fault in this program ended it"))
                .verdict();
        assertThat(verdict.word()).isEqualTo(Verdict.Word.INVALID);
        assertThat(verdict.total()).isZero();
        assertThat(verdict.crashes()).extracting(Line.Crash::node).containsExactly("n1");
    }

    @Test
    void the_same_thing_seen_again_is_told_once() {
        Story story = new Story().put("w1").notApplied();
        for (int i = 0; i < 5; i++) {
            story.get("w1");
        }
        assertThat(story.last().verdict().violations()).singleElement().satisfies(violation -> {
            assertThat(violation.times()).isEqualTo(5);
            assertThat(violation.where()).isEqualTo("get 1 of client 1");
            assertThat(violation.ids()).containsExactly("w1");
        });
    }

    @Test
    void statistics_tell_how_calls_fared_under_each_fault() {
        Statistics statistics = new Story()
                .put("w1")
                .ok()
                .put("w2")
                .unknown()
                .get("w1", "w2")
                .last("w1", "w2")
                .line(new Line.Phase("chaos", new Span(0, 25)))
                .line(new Line.Fault("pause", ImmutableList.of("n1"), "", new Span(20, 25)))
                .line(new Line.Fault("pause", ImmutableList.of("n2"), "", new Span(22, 24)))
                .verdict()
                .statistics();
        assertThat(statistics.siblingsMax()).isEqualTo(2);
        assertThat(statistics.calls()).containsEntry(Call.Result.OK, 2L).containsEntry(Call.Result.UNKNOWN, 1L);
        assertThat(statistics.phases().get(0).share()).isEqualTo(0.5);
        assertThat(statistics.faults()).singleElement().satisfies(pause -> {
            assertThat(pause.times()).isEqualTo(2);
            assertThat(pause.calls()).isEqualTo(1);
            assertThat(pause.succeeded()).isZero();
        });
    }
}
