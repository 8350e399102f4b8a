package dynamo.tools.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dynamo.tools.check.Violation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Runs of a right store are valid; with a single change each is convicted. */
class ModelTest {
    private static final int SEEDS = 300;
    private static final int SEEDS_CHANGED = 50;
    private static final int KEYS = 2;
    private static final int STEPS = 120;

    /** Changes one line so that the history shows the violation; empty where this line does not lend itself to it. */
    interface Mutation extends Function<Line, Optional<Line>> {}

    @Test
    void runs_of_a_right_store_are_valid() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Verdict verdict = Story.verdict(ModelRun.history(seed, KEYS, STEPS));
            assertThat(verdict.violations()).as("seed %d", seed).isEmpty();
            assertThat(verdict.word()).isEqualTo(Verdict.Word.VALID);
        }
    }

    @Test
    void a_final_value_that_is_dropped_is_a_lost_write() {
        everywhere(
                Kind.LOST_WRITE,
                truth -> line -> line instanceof Line.Final last
                        ? first(last.found().ids(), id -> truth.write(id).isAckedPut() && !truth.isDeleted(id))
                                .map(id -> new Line.Final(last.key(), without(last.found(), id), last.elements()))
                        : Optional.empty());
    }

    @Test
    void a_superseded_value_beside_its_superseder_is_a_false_sibling() {
        everywhere(
                Kind.FALSE_SIBLINGS,
                truth -> line -> line instanceof Call.Get get
                        ? get.found().ids().stream()
                                .flatMap(id -> truth.saw(id).stream())
                                .findFirst()
                                .map(old -> found(get, with(get.found(), old)))
                        : Optional.empty());
    }

    @Test
    void a_value_that_was_deleted_is_resurrected() {
        everywhere(
                Kind.RESURRECTED,
                truth -> line -> line instanceof Line.Final last
                        ? truth.deletedFrom(last.key())
                                .map(id -> new Line.Final(last.key(), Found.of(id), last.elements()))
                        : Optional.empty());
    }

    @Test
    void a_value_of_no_call_was_never_written() {
        everywhere(
                Kind.NEVER_WRITTEN,
                truth -> line -> line instanceof Call.Get get && get.outcome().isOk()
                        ? Optional.of(found(get, with(get.found(), "w-none")))
                        : Optional.empty());
    }

    @Test
    void a_value_that_shows_was_applied() {
        everywhere(
                Kind.NOT_APPLIED_SHOWN,
                truth -> line -> line instanceof Call.Write write && truth.isInFinal(write.id())
                        ? Optional.of(notApplied(write))
                        : Optional.empty());
    }

    @Test
    void a_session_that_is_not_shown_what_it_wrote_is_broken() {
        everywhere(
                Kind.BROKEN_SESSION,
                truth -> line -> line instanceof Call.Get get
                        ? first(
                                        get.found().ids(),
                                        id -> !truth.isDeleted(id)
                                                && truth.write(id).outcome().isOk()
                                                && get.caller().session().isPresent()
                                                && get.caller()
                                                        .session()
                                                        .equals(truth.write(id)
                                                                .caller()
                                                                .session()))
                                .map(id -> found(get, without(get.found(), id)))
                        : Optional.empty());
    }

    @Test
    void replicas_with_other_records_differ() {
        everywhere(
                Kind.REPLICAS_DIFFER,
                truth -> line -> line instanceof Line.Replica replica
                        ? Optional.of(new Line.Replica(replica.node(), replica.key(), replica.found(), "other"))
                        : Optional.empty());
    }

    @Test
    void an_element_that_is_gone_is_lost() {
        everywhere(
                Kind.LOST_ELEMENT,
                truth -> line -> line instanceof Line.Final last
                        ? first(last.found().ids(), id -> truth.write(id).isAckedPut() && !truth.isDeleted(id))
                                .map(id -> new Line.Final(
                                        last.key(),
                                        last.found(),
                                        last.elements().map(all -> without(all, "e" + id))))
                        : Optional.empty());
    }

    @Test
    void an_element_that_nobody_added_is_told() {
        everywhere(
                Kind.ELEMENT_NEVER_ADDED,
                truth -> line -> line instanceof Line.Final last
                        ? Optional.of(new Line.Final(
                                last.key(), last.found(), last.elements().map(all -> with(all, "e-none"))))
                        : Optional.empty());
    }

    /** In each run changes the last line that can be changed. */
    private static void everywhere(Kind kind, Function<Truth, Mutation> mutation) {
        int changed = 0;
        for (long seed = 0; seed < SEEDS_CHANGED; seed++) {
            List<Line> lines = new ArrayList<>(ModelRun.history(seed, KEYS, STEPS));
            Mutation mutate = mutation.apply(new Truth(lines));
            for (int i = lines.size() - 1; i >= 0; i--) {
                Optional<Line> other = mutate.apply(lines.get(i));
                if (other.isPresent()) {
                    lines.set(i, other.get());
                    changed++;
                    assertThat(Story.verdict(lines).counts())
                            .as("seed %d, instead of line %d: %s", seed, i + 1, other.get())
                            .containsKey(kind);
                    break;
                }
            }
        }
        assertThat(changed).isGreaterThan(SEEDS_CHANGED / 2);
    }

    /** Looked up in the unchanged history. */
    private static final class Truth {
        private final List<Line> lines;

        Truth(List<Line> lines) {
            this.lines = List.copyOf(lines);
        }

        private Stream<Call.Write> writes() {
            return lines.stream().filter(line -> line instanceof Call.Write).map(line -> (Call.Write) line);
        }

        Call.Write write(String id) {
            return writes().filter(write -> write.id().equals(id)).findFirst().orElseThrow();
        }

        List<String> saw(String id) {
            return write(id).saw().orElse(ImmutableList.of());
        }

        boolean isDeleted(String id) {
            return writes().anyMatch(
                            write -> write.isDelete() && saw(write.id()).contains(id));
        }

        Optional<String> deletedFrom(KeyName key) {
            return writes().filter(write -> write.key().equals(key)
                            && write.isDelete()
                            && write.outcome().isOk())
                    .flatMap(write -> saw(write.id()).stream())
                    .findFirst();
        }

        boolean isInFinal(String id) {
            return lines.stream()
                    .anyMatch(line -> line instanceof Line.Final last
                            && last.found().ids().contains(id));
        }
    }

    private static Optional<String> first(List<String> ids, Predicate<String> wanted) {
        return ids.stream().filter(wanted).findFirst();
    }

    private static Call found(Call.Get get, Found found) {
        return new Call.Get(get.caller(), get.key(), get.span(), get.outcome(), found);
    }

    private static Call notApplied(Call.Write write) {
        return new Call.Write(
                write.caller(),
                write.key(),
                write.span(),
                new Call.Outcome(Call.Result.NOT_APPLIED, "overloaded"),
                write.id(),
                write.isDelete(),
                write.saw(),
                write.tries(),
                write.sibling(),
                write.adds());
    }

    private static Found with(Found found, String id) {
        return new Found(with(found.ids(), id), found.tombstones(), found.strange());
    }

    private static Found without(Found found, String id) {
        return new Found(without(found.ids(), id), found.tombstones(), found.strange());
    }

    private static ImmutableList<String> with(List<String> all, String one) {
        return ImmutableList.<String>builder().addAll(all).add(one).build();
    }

    private static ImmutableList<String> without(List<String> all, String one) {
        return all.stream().filter(other -> !other.equals(one)).collect(ImmutableList.toImmutableList());
    }
}
