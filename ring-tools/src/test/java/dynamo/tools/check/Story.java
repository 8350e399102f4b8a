package dynamo.tools.check;

import com.google.common.collect.ImmutableList;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes a history in a few words. Calls follow each other, and each begins 10 ns after the last and takes 1. */
final class Story {
    static final Line.Run RUN = new Line.Run(7, "mixed", ImmutableList.of("n1", "n2"), 2, "2026-01-01T00:00:00Z");

    private final List<Line> lines = new ArrayList<>(List.of(RUN));
    private KeyName key = new KeyName("b", "k");
    private Optional<String> session = Optional.empty();
    private long now;
    private long number;
    private boolean isSettled = true;
    private boolean isCut;

    Story at(String otherKey) {
        key = new KeyName("b", otherKey);
        return this;
    }

    /** Calls that follow are of this session; empty: of none. */
    Story session(String name) {
        session = Optional.of(name).filter(given -> !given.isEmpty());
        return this;
    }

    Story unsettled() {
        isSettled = false;
        return this;
    }

    Story cut() {
        isCut = true;
        return this;
    }

    Writing put(String id) {
        return new Writing(id, false);
    }

    Writing delete(String id) {
        return new Writing(id, true);
    }

    Story get(String... found) {
        return get(Found.of(found));
    }

    Story get(Found found) {
        now += 10;
        return getDuring(new Span(now, now + 1), found);
    }

    Story getDuring(Span span, Found found) {
        return line(new Call.Get(caller(), key, span, Call.Outcome.OK, found));
    }

    Story replica(String node, String record, String... found) {
        return line(new Line.Replica(node, key, Found.of(found), record));
    }

    Story last(String... found) {
        return line(new Line.Final(key, Found.of(found), Optional.empty()));
    }

    Story lastWith(List<String> elements, String... found) {
        return line(new Line.Final(key, Found.of(found), Optional.of(ImmutableList.copyOf(elements))));
    }

    Story line(Line line) {
        lines.add(line);
        return this;
    }

    Verdict verdict() {
        List<Line> all = new ArrayList<>(lines);
        if (!isCut) {
            all.add(new Line.End(now + 10, isSettled));
        }
        return verdict(all);
    }

    /** By way of the file's form. */
    static Verdict verdict(List<Line> lines) {
        try (HistoryReader reader = new HistoryReader(new ByteArrayInputStream(bytes(lines)))) {
            return Checker.check(History.read(reader));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(List<Line> lines) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (HistoryWriter writer = new HistoryWriter(out)) {
            for (Line line : lines) {
                writer.write(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private Call.Caller caller() {
        return new Call.Caller(1, number++, "n1", session);
    }

    /** A write that is told until its result is. */
    final class Writing {
        private final String id;
        private final boolean isDelete;
        private Optional<ImmutableList<String>> saw = Optional.empty();
        private ImmutableList<String> adds = ImmutableList.of();
        private Optional<Span> span = Optional.empty();
        private int tries = 1;

        Writing(String id, boolean isDelete) {
            this.id = id;
            this.isDelete = isDelete;
        }

        Writing saw(String... ids) {
            saw = Optional.of(ImmutableList.copyOf(ids));
            return this;
        }

        Writing adds(String... elements) {
            adds = ImmutableList.copyOf(elements);
            return this;
        }

        Writing tries(int count) {
            tries = count;
            return this;
        }

        Writing during(long begin, long end) {
            span = Optional.of(new Span(begin, end));
            return this;
        }

        Story ok() {
            return ends(Call.Outcome.OK);
        }

        Story unknown() {
            return ends(new Call.Outcome(Call.Result.UNKNOWN, "timeout"));
        }

        Story notApplied() {
            return ends(new Call.Outcome(Call.Result.NOT_APPLIED, "quorum-not-met"));
        }

        private Story ends(Call.Outcome outcome) {
            now += 10;
            Span when = span.orElse(new Span(now, now + 1));
            return line(new Call.Write(caller(), key, when, outcome, id, isDelete, saw, tries, Optional.empty(), adds));
        }
    }
}
