package dynamo.tools.check.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dynamo.tools.check.Call;
import dynamo.tools.check.Found;
import dynamo.tools.check.History;
import dynamo.tools.check.KeyName;
import dynamo.tools.check.Line;
import dynamo.tools.check.Span;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeriesTest {
    private static final Line.Run RUN = new Line.Run(7, "mixed", ImmutableList.of("n1"), 1, "2026-01-01T00:00:00Z");
    private static final long SECOND = 1_000_000_000;

    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource({"0,1,1", "1,1,1", "600,1,600", "1200,1,1200", "1201,2,601", "7200,10,720", "9223372036,18000000,513"})
    void bins_grow_when_a_run_is_long(long seconds, long binSeconds, int bins) throws IOException {
        Series series = series(List.of(new Line.End(seconds * SECOND, true)));
        assertThat(series.binSeconds()).isEqualTo(binSeconds);
        assertThat(series.bins()).hasSize(bins);
    }

    @Test
    void a_call_counts_when_it_began_and_its_latency_when_it_succeeded() throws IOException {
        Series series = series(List.of(
                get(0, 2_000_000, Call.Result.OK),
                get(SECOND - 1, 3 * SECOND, Call.Result.OK),
                get(SECOND, 2 * SECOND, Call.Result.FAILED),
                get(3 * SECOND, 3 * SECOND, Call.Result.OK)));
        assertThat(series.bins()).extracting(Bin::ok).containsExactly(2L, 0L, 1L);
        assertThat(series.bins()).extracting(Bin::failed).containsExactly(0L, 1L, 0L);
        Bin first = series.bins().get(0);
        assertThat(first.p50()).isBetween(1_980L, 2_020L);
        assertThat(first.max()).isBetween(1_980_000L, 2_020_000L);
        assertThat(series.bins().get(1)).isEqualTo(new Bin(0, 0, 0, 1, 0, 0, 0));
        assertThat(series.bins().get(2).p50()).isEqualTo(1);
        assertThat(series.rateMax()).isEqualTo(2);
    }

    @Test
    void steps_are_round() {
        assertThat(Steps.SECONDS.atLeast(0)).isEqualTo(1);
        assertThat(Steps.SECONDS.atLeast(46)).isEqualTo(60);
        assertThat(Steps.SECONDS.atLeast(3_601)).isEqualTo(7_200);
        assertThat(Steps.COUNTS.atLeast(1.5)).isEqualTo(2);
        assertThat(Steps.COUNTS.atLeast(2.1)).isEqualTo(5);
        assertThat(Steps.COUNTS.atLeast(600)).isEqualTo(1_000);
        assertThat(Steps.COUNTS.atLeast(Double.MAX_VALUE)).isPositive();
    }

    private static Call get(long begin, long end, Call.Result result) {
        return new Call.Get(
                new Call.Caller(1, 1, "", Optional.empty()),
                new KeyName("b", "k"),
                new Span(begin, end),
                new Call.Outcome(result, ""),
                Found.NOTHING);
    }

    private Series series(List<Line> lines) throws IOException {
        List<Line> all = new ArrayList<>(List.of(RUN));
        all.addAll(lines);
        return Series.of(History.read(Rendered.history(dir, all)));
    }
}
