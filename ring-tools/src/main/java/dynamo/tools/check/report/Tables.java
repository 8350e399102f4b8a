package dynamo.tools.check.report;

import dynamo.tools.check.Line;
import dynamo.tools.check.Statistics;
import dynamo.tools.check.Statistics.During;
import java.util.Comparator;
import java.util.List;

/** The tables of the report: what was going on, and how calls fared then. */
final class Tables {
    private static final int ROWS_MAX = 100;
    private static final int FAULTS_MAX = 500;

    private final Markup html;

    Tables(Markup html) {
        this.html = html;
    }

    void phases(Statistics statistics) {
        html.leaf("h2", "Phases");
        open("phase");
        row(statistics.all());
        rows(statistics.phases());
    }

    void faults(Statistics statistics) {
        if (!statistics.faults().isEmpty()) {
            html.leaf("h2", "Faults, and calls that began while they were on");
            open("fault");
            rows(statistics.faults().stream()
                    .sorted(Comparator.comparing(During::name))
                    .toList());
        }
    }

    private void open(String what) {
        html.open("table").open("tr").leaf("th", what);
        for (String name : new String[] {"times", "calls", "succeeded", "p50 ms", "p99 ms", "p99.9 ms"}) {
            html.leaf("th", name, "class", "number");
        }
        html.close();
    }

    private void rows(List<During> all) {
        all.stream().limit(ROWS_MAX).forEach(this::row);
        html.close();
        more(all.size() - ROWS_MAX);
    }

    private void row(During during) {
        boolean isSilent = during.succeeded() == 0;
        html.open("tr").leaf("td", during.name());
        number(Figures.count(during.times()));
        number(Figures.count(during.calls()));
        number(during.calls() == 0 ? "" : Figures.percent(during.share()));
        number(isSilent ? "" : Figures.millis(during.p50()));
        number(isSilent ? "" : Figures.millis(during.p99()));
        number(isSilent ? "" : Figures.millis(during.p999()));
        html.close();
    }

    private void number(String text) {
        html.leaf("td", text, "class", "number");
    }

    void skipped(Statistics statistics) {
        if (statistics.skipped().isEmpty()) {
            return;
        }
        html.leaf("h2", "Faults that could not be made").open("ul");
        statistics.skipped().entrySet().stream().limit(ROWS_MAX).forEach(each -> {
            Line.Skipped fault = each.getKey();
            String times = each.getValue() == 1 ? "" : " (" + each.getValue() + " times)";
            html.leaf("li", fault.fault() + times + ": " + fault.why());
        });
        html.close();
        more(statistics.skipped().size() - ROWS_MAX);
    }

    void eachFault(List<Line.Fault> faults) {
        if (faults.isEmpty()) {
            return;
        }
        html.open("details").leaf("summary", "Each of the " + Figures.count(faults.size(), "fault"));
        html.open("table").open("tr").leaf("th", "fault").leaf("th", "when").leaf("th", "nodes");
        html.leaf("th", "detail").close();
        for (Line.Fault fault : faults.subList(0, Math.min(faults.size(), FAULTS_MAX))) {
            html.open("tr").leaf("td", fault.fault()).leaf("td", Figures.span(fault.span()));
            html.leaf("td", String.join(" ", fault.nodes()))
                    .leaf("td", fault.detail())
                    .close();
        }
        html.close();
        more(faults.size() - FAULTS_MAX);
        html.close();
    }

    private void more(int count) {
        if (count > 0) {
            html.leaf("p", "And " + Figures.count(count) + " more.", "class", "note");
        }
    }
}
