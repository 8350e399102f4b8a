package dynamo.tools.check.report;

import dynamo.tools.check.Call;
import dynamo.tools.check.History;
import java.util.List;

/** The picture of a run: faults, calls and latencies below each other, on one axis of time, and phases behind them. */
final class Timeline {
    private static final double WIDTH = 1_000;
    private static final double LEFT = 112;
    private static final double RIGHT = 976;
    private static final double HEAD = 34;
    private static final double FOOT = 24;

    private final Series series;
    private final TimeAxis axis;
    private final PhaseShades phases;
    private final LanesPicture lanes;
    private final double callsTop;
    private final double latencyTop;
    private final double bottom;

    /** @param concerned calls that violations are about */
    Timeline(History history, Series series, List<Call> concerned) {
        this.series = series;
        axis = new TimeAxis(LEFT, RIGHT, series.nanos());
        NodeMarks marks = NodeMarks.of(history);
        phases = new PhaseShades(history.phases(), axis);
        lanes = new LanesPicture(Lanes.of(history.faults(), axis, marks), concerned, marks.key(), axis);
        callsTop = phases.height() + lanes.height() + HEAD;
        latencyTop = callsTop + CallsChart.HEIGHT + HEAD;
        bottom = latencyTop + LatencyChart.HEIGHT;
    }

    void draw(Markup svg) {
        svg.open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "viewBox",
                "0 0 " + (int) WIDTH + " " + (int) Math.ceil(bottom + FOOT),
                "role",
                "img",
                "aria-labelledby",
                "timeline");
        svg.leaf("title", "Faults, calls per second and latencies as time went by", "id", "timeline");
        svg.open("defs");
        CallsChart.patterns(svg);
        svg.close();
        phases.draw(svg, bottom);
        ticks(svg);
        lanes.draw(svg, phases.height() + 2);
        new CallsChart(series, axis, callsTop).draw(svg);
        new LatencyChart(series, axis, latencyTop).draw(svg);
        tooltips(svg);
        svg.close();
    }

    private void ticks(Markup svg) {
        axis.ticks().forEach(seconds -> {
            double x = axis.x(seconds * 1_000_000_000);
            svg.empty("line", "class", "grid", "x1", x, "y1", phases.height(), "x2", x, "y2", bottom + 4);
            svg.leaf("text", Figures.clock(seconds), "class", "middle soft", "x", x, "y", bottom + 17);
        });
    }

    /** Over both charts, one for each bin. */
    private void tooltips(Markup svg) {
        for (int bin = 0; bin < series.bins().size(); bin++) {
            double left = axis.x(series.beginNanos(bin));
            double width = axis.x(series.beginNanos(bin + 1)) - left;
            svg.open("rect", "class", "hover", "x", left, "y", callsTop, "width", width, "height", bottom - callsTop);
            svg.leaf("title", text(bin)).close();
        }
    }

    private String text(int number) {
        Bin bin = series.bins().get(number);
        String calls = Figures.clock(number * series.binSeconds()) + ": " + bin.ok() + " ok, " + bin.notApplied()
                + " not_applied, " + bin.unknown() + " unknown, " + bin.failed() + " failed";
        return bin.ok() == 0
                ? calls
                : calls + "\np50 " + Figures.latency(bin.p50()) + ", p99 " + Figures.latency(bin.p99()) + ", max "
                        + Figures.latency(bin.max());
    }
}
