package dynamo.tools.check.report;

import com.google.common.collect.ImmutableList;
import dynamo.tools.check.Call;
import dynamo.tools.check.Found;
import dynamo.tools.check.HistoryWriter;
import dynamo.tools.check.KeyName;
import dynamo.tools.check.Line;
import dynamo.tools.check.Span;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Writes the history of a run with faults, under which calls become slow and some fail; to look at its report: {@code
 * SampleRun FILE SECONDS FAULTS CALLS-PER-SECOND}. Three writes are lost.
 */
final class SampleRun {
    private static final long SECOND = 1_000_000_000;
    private static final int LOST = 3;
    private static final ImmutableList<String> NODES = ImmutableList.of("node1", "node2", "node3", "node4", "node5");
    private static final ImmutableList<String> KINDS = ImmutableList.of(
            "kill",
            "pause",
            "partition",
            "one-way",
            "clock",
            "disk-full",
            "slow-disk",
            "wipe",
            "power-cut",
            "join-leave");

    private final Random random = new Random(7);
    private final int seconds;
    private final int rate;
    private final List<Line> lines = new ArrayList<>();
    private final List<Line.Fault> faults;

    private SampleRun(int seconds, int faultCount, int rate) {
        this.seconds = seconds;
        this.rate = rate;
        faults = IntStream.range(0, faultCount)
                .mapToObj(i -> fault(i, i * (long) seconds * SECOND / faultCount))
                .toList();
    }

    public static void main(String[] arguments) throws IOException {
        try (HistoryWriter writer = new HistoryWriter(Path.of(arguments[0]))) {
            for (Line line : lines(
                    Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]))) {
                writer.write(line);
            }
        }
    }

    static List<Line> lines(int seconds, int faultCount, int rate) {
        SampleRun run = new SampleRun(seconds, faultCount, rate);
        run.fill();
        return run.lines;
    }

    private Line.Fault fault(int number, long begin) {
        String kind = KINDS.get(random.nextInt(KINDS.size()));
        List<String> nodes = new ArrayList<>(List.of(NODES.get(random.nextInt(NODES.size()))));
        if (kind.equals("partition") || kind.equals("one-way")) {
            nodes.add(NODES.get((NODES.indexOf(nodes.get(0)) + 1 + random.nextInt(4)) % NODES.size()));
        }
        long length = kind.equals("wipe") ? 0 : (4 + random.nextInt(kind.equals("join-leave") ? 37 : 11)) * SECOND;
        long end = Math.min(begin + length, seconds * SECOND);
        return new Line.Fault(kind, ImmutableList.copyOf(nodes), "number " + number, new Span(begin, end));
    }

    private void fill() {
        lines.add(new Line.Run(7, "mixed", NODES, 3, "2026-01-01T00:00:00Z"));
        lines.addAll(faults);
        for (int i = 0; i < (seconds + 20) * rate; i++) {
            lines.add(call(i, i * SECOND / rate));
        }
        lines.add(new Line.Skipped("slow-disk", "no throttle <here>"));
        lines.add(new Line.Phase("chaos", new Span(0, seconds * SECOND)));
        lines.add(new Line.Phase("healing", new Span(seconds * SECOND, (seconds + 8) * SECOND)));
        lines.add(new Line.Phase("quiet", new Span((seconds + 8) * SECOND, (seconds + 20) * SECOND)));
        lines.add(new Line.Final(new KeyName("b", "k"), Found.NOTHING, Optional.empty()));
        lines.add(new Line.End((seconds + 22) * SECOND, true));
    }

    private Call call(int number, long begin) {
        long on = faults.stream()
                .filter(fault ->
                        fault.span().begin() <= begin && begin < fault.span().end())
                .count();
        double trouble = on * random.nextDouble();
        long nanos = (long) (1e6 * Math.exp(1 + 0.6 * random.nextGaussian() + (trouble > 0.9 ? 4 : 0)));
        Call.Caller caller = new Call.Caller(number % 20, number, NODES.get(number % 5), Optional.empty());
        KeyName key = new KeyName("b", "k" + number % 200);
        Span span = new Span(begin, begin + nanos);
        int lostEvery = (seconds + 20) * rate / (LOST + 1);
        if (number % lostEvery == 0 && number > 0 && number / lostEvery <= LOST) {
            return put(caller, new KeyName("b", "k"), span, Call.Outcome.OK, number);
        }
        if (random.nextBoolean()) {
            Call.Outcome outcome = trouble > 0.95 ? new Call.Outcome(Call.Result.FAILED, "timeout") : Call.Outcome.OK;
            return new Call.Get(caller, key, span, outcome, Found.NOTHING);
        }
        Call.Outcome outcome =
                new Call.Outcome(trouble > 0.95 ? Call.Result.UNKNOWN : Call.Result.NOT_APPLIED, "quorum-not-met");
        return trouble > 0.9 || number % 97 == 0
                ? put(caller, key, span, outcome, number)
                : new Call.Get(caller, key, span, Call.Outcome.OK, Found.NOTHING);
    }

    private static Call put(Call.Caller caller, KeyName key, Span span, Call.Outcome outcome, int number) {
        return new Call.Write(
                caller,
                key,
                span,
                outcome,
                "w" + number,
                false,
                Optional.empty(),
                1,
                Optional.empty(),
                ImmutableList.of());
    }
}
