package dynamo.tools.check;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;

/** Judges a history, one key after the other; only one key's pasts are in memory at a time. */
public final class Checker {
    private final History history;
    private final Findings findings = new Findings();
    private int keysUnread;

    private Checker(History history) {
        this.history = history;
    }

    static Verdict check(Path file) throws IOException {
        return check(History.read(file));
    }

    public static Verdict check(History history) {
        return new Checker(history).judge();
    }

    private Verdict judge() {
        history.keys().forEach(this::judge);
        ImmutableList<String> reasons = reasons();
        Verdict.Word word =
                !findings.violations().isEmpty() || !history.crashes().isEmpty()
                        ? Verdict.Word.INVALID
                        : reasons.isEmpty() ? Verdict.Word.VALID : Verdict.Word.UNDECIDED;
        return new Verdict(
                word,
                reasons,
                ImmutableList.copyOf(history.crashes()),
                findings.violations(),
                findings.beyond(),
                findings.counts(),
                findings.doubts(),
                Statistics.of(history));
    }

    private void judge(KeyHistory key) {
        Causality causality = new Causality(key.writes());
        ReadChecks reads = new ReadChecks(history, key.key(), causality, findings);
        for (Call.Get get : key.gets()) {
            reads.judge(get.found(), get.span().end(), Calls.text(get));
        }
        key.writes().forEach(reads::judgeContext);
        key.last().ifPresent(last -> reads.judge(last.found(), Long.MAX_VALUE, "the last read"));
        for (Line.Replica replica : key.replicas()) {
            reads.judge(replica.found(), Long.MAX_VALUE, "the replica at " + replica.node());
        }
        new SessionChecks(history, key, causality, reads, findings).judge();
        new EndChecks(history, key, causality, reads, findings).judge();
        boolean isUnread = key.last().isEmpty() && key.writes().stream().anyMatch(Call.Write::isAckedPut);
        keysUnread += isUnread ? 1 : 0;
    }

    private ImmutableList<String> reasons() {
        ImmutableList.Builder<String> reasons = ImmutableList.builder();
        if (!history.isComplete()) {
            reasons.add("the history is incomplete: its last line is missing");
        } else if (!history.isSettled()) {
            reasons.add("the cluster had not come to rest when it was read at the end");
        }
        if (keysUnread > 0) {
            reasons.add("keys with acknowledged writes that were not read at the end: " + keysUnread);
        }
        return reasons.build();
    }
}
