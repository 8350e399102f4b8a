package dynamo.tools.doctor;

import dynamo.tools.admin.AntiEntropyView;
import dynamo.tools.admin.AntiEntropyView.Compared;
import dynamo.tools.console.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** What can be said of single nodes. Checks that all nodes pass are told in one line. */
final class NodeChecks {
    private static final double HINTS_LOOK = 0.5;
    private static final double HINTS_BAD = 0.9;
    private static final double FILES_LOOK = 0.8;
    private static final double FILES_MIN = 4096;
    private static final double COMMIT_SECONDS_LOOK = 0.1;
    private static final double COMMITS_MIN = 20;
    /** HTTP tells whole seconds, and the answer was under way. */
    private static final Duration SKEW_LOOK = Duration.ofSeconds(3);

    private final List<NodeReport> reports;
    private final List<Finding> found = new ArrayList<>();

    NodeChecks(List<NodeReport> reports) {
        this.reports = reports.stream().filter(NodeReport::answers).toList();
    }

    List<Finding> all() {
        each("ready", "all serve clients", NodeChecks::ready);
        each("hints", "room for hints", NodeChecks::hints);
        each("replicas", "whole, and exchanges without errors", NodeChecks::antiEntropy);
        each("disk", "commits in good time, rows readable", NodeChecks::disk);
        each("files", "files enough may be open", NodeChecks::files);
        each("clocks", "clocks agree with this machine's to a few seconds", NodeChecks::clock);
        return found;
    }

    private interface Check {
        List<Finding> of(NodeReport report);
    }

    private void each(String name, String whenGood, Check check) {
        List<Finding> complaints = new ArrayList<>();
        reports.forEach(report -> complaints.addAll(check.of(report)));
        if (complaints.isEmpty() && !reports.isEmpty()) {
            found.add(Finding.good(name, Quantity.count(reports.size(), "node") + " asked: " + whenGood));
        }
        found.addAll(complaints);
    }

    private static List<Finding> ready(NodeReport report) {
        if (report.ready().isGood()) {
            return List.of();
        }
        return List.of(Finding.bad(
                "ready",
                report.name() + " does not serve: " + report.ready().detail(),
                "wait if it has just started; else its log says what it waits for"));
    }

    private static List<Finding> hints(NodeReport report) {
        double part = report.hints().bytesMax() == 0
                ? 0
                : (double) report.hints().bytes() / report.hints().bytesMax();
        if (part < HINTS_LOOK) {
            return List.of();
        }
        String what = report.name() + " uses " + Quantity.percent(part) + " of its room for hints";
        String fix = "bring back whom they wait for (ring hints), or raise limits.hint-bytes";
        return List.of(part < HINTS_BAD ? Finding.look("hints", what, fix) : Finding.bad("hints", what, fix));
    }

    private static List<Finding> antiEntropy(NodeReport report) {
        AntiEntropyView view = report.antiEntropy();
        List<Finding> found = new ArrayList<>();
        if (!view.state().isEmpty() && !view.state().equals("WHOLE")) {
            found.add(Finding.look(
                    "replicas",
                    report.name() + " is " + view.state() + ": it lost rows, and its answers do not count",
                    "the other homes give them back by themselves; watch: ring aae --watch"));
        }
        List<Compared> failing = view.partitions().stream()
                .filter(compared -> compared.lastError().isPresent())
                .toList();
        if (!failing.isEmpty()) {
            found.add(Finding.bad(
                    "replicas",
                    report.name() + " could not compare " + Quantity.count(failing.size(), "partition")
                            + ", the last with " + failing.get(0).peer() + ": "
                            + failing.get(0).lastError().orElse(""),
                    "see whether the peer is up: ring members, ring aae -o wide"));
        }
        return found;
    }

    private static List<Finding> disk(NodeReport report) {
        List<Finding> found = new ArrayList<>();
        double unreadable = report.metrics().of("dynamo_unreadable_total").orElse(0);
        if (unreadable > 0) {
            found.add(
                    Finding.look(
                            "disk",
                            report.name() + " met " + Quantity.count((long) unreadable, "row")
                                    + " with a wrong checksum",
                            "they are healed from the other homes; check the disk (dmesg, smartctl), and replace it if this grows"));
        }
        double commits = report.metrics().of("dynamo_commit_seconds_count").orElse(0);
        double mean = report.metrics().of("dynamo_commit_seconds_sum").orElse(0) / Math.max(1, commits);
        if (commits >= COMMITS_MIN && mean > COMMIT_SECONDS_LOOK) {
            found.add(Finding.look(
                    "disk",
                    String.format(Locale.ROOT, "%s takes %.0f ms for a commit on average", report.name(), 1000 * mean),
                    "give data.dir a faster disk, or one that others do not use"));
        }
        return found;
    }

    private static List<Finding> files(NodeReport report) {
        OptionalDouble open = report.metrics().of("process_open_fds");
        OptionalDouble most = report.metrics().of("process_max_fds");
        if (open.isEmpty() || most.isEmpty()) {
            return List.of();
        }
        boolean isFew = most.getAsDouble() < FILES_MIN || open.getAsDouble() > FILES_LOOK * most.getAsDouble();
        return !isFew
                ? List.of()
                : List.of(Finding.look(
                        "files",
                        report.name() + " has " + Quantity.count((long) open.getAsDouble()) + " of at most "
                                + Quantity.count((long) most.getAsDouble()) + " files open",
                        "raise its limit: ulimit -n 65536, or LimitNOFILE= of its service"));
    }

    private static List<Finding> clock(NodeReport report) {
        if (report.skew().abs().compareTo(SKEW_LOOK) < 0) {
            return List.of();
        }
        return List.of(Finding.look(
                "clocks",
                report.name() + "'s clock is " + Quantity.duration(report.skew().abs())
                        + (report.skew().isNegative() ? " behind" : " ahead of") + " this machine's",
                "run chrony or ntpd on both; no value is lost by it, but times shown and last-write-wins go wrong"));
    }
}
