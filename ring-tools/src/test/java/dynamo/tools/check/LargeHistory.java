package dynamo.tools.check;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Writes a long, valid history, to measure the checker: {@code LargeHistory FILE CALLS KEYS}. Low keys are hot. */
final class LargeHistory {
    private static final int CLIENTS = 50;
    private static final long GAP_NANOS = 2_000_000;

    private LargeHistory() {}

    public static void main(String[] arguments) throws IOException {
        int calls = Integer.parseInt(arguments[1]);
        int keys = Integer.parseInt(arguments[2]);
        try (HistoryWriter writer = new HistoryWriter(Path.of(arguments[0]))) {
            write(writer, calls, keys);
        }
    }

    private static void write(HistoryWriter writer, int calls, int keys) throws IOException {
        Random random = new Random(7);
        List<List<String>> live = new ArrayList<>();
        for (int i = 0; i < keys; i++) {
            live.add(new ArrayList<>());
        }
        writer.write(Story.RUN);
        for (int i = 1; i <= calls; i++) {
            int key = (int) (keys * Math.pow(random.nextDouble(), 3));
            writer.write(call(random, i, key, live.get(key)));
        }
        for (int key = 0; key < keys; key++) {
            Found found = new Found(ImmutableList.copyOf(live.get(key)), 0, ImmutableList.of());
            for (int node = 1; node <= 3; node++) {
                writer.write(new Line.Replica("node" + node, name(key), found, "record"));
            }
            writer.write(new Line.Final(name(key), found, Optional.empty()));
        }
        long end = (calls + 1) * GAP_NANOS;
        writer.write(new Line.Phase("chaos", new Span(0, end)));
        for (int i = 0; i < 100; i++) {
            Span on = new Span(end / 100 * i, end / 100 * i + end / 200);
            writer.write(new Line.Fault("pause", ImmutableList.of("node1"), "", on));
        }
        writer.write(new Line.End(end, true));
    }

    private static Call call(Random random, int number, int key, List<String> live) {
        int client = number % CLIENTS;
        Call.Caller caller = new Call.Caller(client, number, "node1", Optional.of("s" + client));
        Span span = new Span(number * GAP_NANOS, number * GAP_NANOS + 1_000_000);
        ImmutableList<String> shown = ImmutableList.copyOf(live);
        if (random.nextBoolean()) {
            return new Call.Get(caller, name(key), span, Call.Outcome.OK, new Found(shown, 0, ImmutableList.of()));
        }
        boolean isDelete = random.nextInt(20) == 0;
        boolean isBlind = shown.size() < 5 && random.nextInt(5) == 0;
        String id = "w" + client + "." + number;
        if (!isBlind) {
            live.clear();
        }
        if (!isDelete) {
            live.add(id);
        }
        return new Call.Write(
                caller,
                name(key),
                span,
                Call.Outcome.OK,
                id,
                isDelete,
                isBlind ? Optional.empty() : Optional.of(shown),
                1,
                Optional.of("3d85a0b1c2d3e4f5-00000001"),
                ImmutableList.of());
    }

    private static KeyName name(int key) {
        return new KeyName("chaos", "set-" + key);
    }
}
