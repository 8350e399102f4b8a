package dynamo.tools.chaos;

import com.google.common.collect.ImmutableList;
import dynamo.tools.chaos.Schedule.Planned;
import dynamo.tools.check.Line;
import dynamo.tools.check.Span;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Does what a lane of the schedule says, one after the other, and records when it was really done. */
final class Nemesis implements Runnable {
    private final List<Planned> planned;
    private final Stage stage;
    private final Recorder recorder;
    private final ConcurrentSkipListMap<Integer, String> on;
    private final BooleanSupplier goesOn;

    /** @param on what is on now, by lane, for people */
    Nemesis(
            List<Planned> planned,
            Stage stage,
            Recorder recorder,
            ConcurrentSkipListMap<Integer, String> on,
            BooleanSupplier goesOn) {
        this.planned = planned;
        this.stage = stage;
        this.recorder = recorder;
        this.on = on;
        this.goesOn = goesOn;
    }

    @Override
    public void run() {
        for (Planned each : planned) {
            if (!sleepUntil(each.at().toNanos())) {
                return;
            }
            on.put(each.lane(), each.fault().text() + " " + String.join(" ", each.words()));
            if (each.fault() == Fault.JOIN_LEAVE) {
                joinAndLeave(each);
            } else {
                beginAndEnd(each);
            }
            on.remove(each.lane());
        }
    }

    private void beginAndEnd(Planned each) {
        String fault = each.fault().text();
        long begin = recorder.now();
        Stage.Done begun = stage.act(fault, words("begin", each.words()));
        if (!begun.isDone()) {
            recorder.write(new Line.Skipped(fault, begun.why()));
            return;
        }
        sleepUntil(begin + each.length().toNanos());
        ImmutableList<String> ofEnd = each.fault() == Fault.PARTITION ? ImmutableList.of() : each.words();
        Stage.Done ended = stage.act(fault, words("end", ofEnd));
        String detail = begun.detail() + (ended.isDone() ? "" : "; its end: " + ended.why());
        recorder.write(new Line.Fault(fault, nodes(each), detail, new Span(begin, recorder.now())));
    }

    private static ImmutableList<String> words(String action, List<String> words) {
        return ImmutableList.<String>builder().add(action).addAll(words).build();
    }

    /** Of a partition the first side; the detail has both. */
    private static ImmutableList<String> nodes(Planned each) {
        return each.words().stream()
                .map(word -> word.replaceAll("\\|.*", "").strip())
                .flatMap(word -> List.of(word.split(" ", -1)).stream())
                .filter(word -> word.startsWith("node"))
                .distinct()
                .sorted()
                .collect(ImmutableList.toImmutableList());
    }

    private void joinAndLeave(Planned each) {
        List<String> before = ids();
        long begin = recorder.now();
        Stage.Done joined = stage.act("join", List.of());
        if (!joined.isDone()) {
            recorder.write(new Line.Skipped("join", joined.why()));
            return;
        }
        sleepUntil(begin + each.length().toNanos() / 2);
        recorder.write(new Line.Fault("join", added(before), joined.detail(), new Span(begin, recorder.now())));
        for (String node : added(before)) {
            long leaving = recorder.now();
            Stage.Done left = stage.act("leave", List.of(node));
            if (!left.isDone()) {
                recorder.write(new Line.Skipped("leave", left.why()));
                return;
            }
            sleepUntil(leaving + each.length().toNanos() / 2);
            recorder.write(
                    new Line.Fault("leave", ImmutableList.of(node), left.detail(), new Span(leaving, recorder.now())));
        }
    }

    private List<String> ids() {
        return stage.nodes().stream().map(Stage.StageNode::id).toList();
    }

    private ImmutableList<String> added(List<String> before) {
        return ids().stream().filter(id -> !before.contains(id)).collect(ImmutableList.toImmutableList());
    }

    /** False when the run is over. */
    private boolean sleepUntil(long nanos) {
        while (recorder.now() < nanos) {
            if (!goesOn.getAsBoolean()) {
                return false;
            }
            LockSupport.parkNanos(Math.min(nanos - recorder.now(), 100_000_000));
        }
        return goesOn.getAsBoolean();
    }
}
