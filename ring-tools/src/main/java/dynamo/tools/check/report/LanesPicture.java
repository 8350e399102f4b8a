package dynamo.tools.check.report;

import dynamo.tools.check.Call;
import dynamo.tools.check.report.Lanes.Bar;
import dynamo.tools.check.report.Lanes.Lane;
import java.util.List;

/** Faults as bars, and below them what violations are about. */
final class LanesPicture {
    private static final double ROW = 16;
    private static final double BAR = 13;
    private static final double LANE_GAP = 3;
    private static final int NAME_MAX = 16;
    private static final int MARKS_MAX = 200;

    private final Lanes lanes;
    private final List<Call> concerned;
    private final String key;
    private final TimeAxis axis;

    LanesPicture(Lanes lanes, List<Call> concerned, String key, TimeAxis axis) {
        this.lanes = lanes;
        this.concerned = concerned;
        this.key = key;
        this.axis = axis;
    }

    double height() {
        double bars = lanes.lanes().stream()
                .mapToDouble(lane -> lane.rows() * ROW + LANE_GAP)
                .sum();
        return bars + (concerned.isEmpty() ? 0 : ROW) + ROW;
    }

    void draw(Markup svg, double top) {
        List<Call> marked = concerned.subList(0, Math.min(MARKS_MAX, concerned.size()));
        double bottom = top + height() - 2 * ROW;
        marked.forEach(call -> dropLine(svg, axis.x(call.span().begin()), top, bottom));
        double y = top;
        for (int i = 0; i < lanes.lanes().size(); i++) {
            Lane lane = lanes.lanes().get(i);
            name(svg, lane.fault(), y);
            for (Bar bar : lane.bars()) {
                bar(svg, bar, i, y + bar.row() * ROW);
            }
            y += lane.rows() * ROW + LANE_GAP;
            svg.empty("line", "class", "grid", "x1", 0.0, "y1", y - 2, "x2", axis.right(), "y2", y - 2);
        }
        if (!concerned.isEmpty()) {
            name(svg, "violations", y);
            marked.forEach(call -> mark(svg, call, bottom));
            y += ROW;
        }
        svg.leaf("text", legend(), "class", "soft", "x", axis.left(), "y", y + BAR - 2);
    }

    private void name(Markup svg, String name, double y) {
        String shown = name.length() > NAME_MAX ? name.substring(0, NAME_MAX - 1) + "…" : name;
        svg.leaf("text", shown, "class", "end", "x", axis.left() - 8, "y", y + BAR - 3);
    }

    private void bar(Markup svg, Bar bar, int kind, double y) {
        svg.open("g", "class", "fault");
        svg.leaf("title", text(bar));
        svg.empty(
                "rect",
                "class",
                "bar",
                "x",
                bar.left(),
                "y",
                y,
                "width",
                bar.right() - bar.left(),
                "height",
                BAR,
                "rx",
                2.0,
                "fill",
                Colours.kind(kind));
        if (bar.isLabelInside()) {
            svg.leaf(
                    "text",
                    bar.label(),
                    "class",
                    "middle label " + Colours.letters(kind),
                    "x",
                    (bar.left() + bar.right()) / 2,
                    "y",
                    y + BAR - 3);
        } else {
            svg.leaf("text", bar.label(), "class", "label", "x", bar.right() + 2, "y", y + BAR - 3);
        }
        svg.close();
    }

    private static String text(Bar bar) {
        return bar.fault().fault() + " " + String.join(" ", bar.fault().nodes()) + "\n"
                + Figures.span(bar.fault().span())
                + (bar.fault().detail().isEmpty() ? "" : "\n" + bar.fault().detail());
    }

    private static void dropLine(Markup svg, double x, double top, double bottom) {
        svg.empty("line", "class", "thin", "x1", x, "y1", top, "x2", x, "y2", bottom);
    }

    private void mark(Markup svg, Call call, double y) {
        svg.open("g", "class", "concerned").leaf("title", Concerned.text(call));
        svg.leaf("text", "✗", "class", "middle bad", "x", axis.x(call.span().begin()), "y", y + BAR - 2)
                .close();
    }

    private String legend() {
        String nodes = lanes.lanes().isEmpty() ? "no faults" : "nodes of the bars: " + key;
        return nodes
                + (concerned.isEmpty() ? "" : "; ✗ a call that a violation is about, when it began")
                + (lanes.undrawn() == 0
                        ? ""
                        : "; not drawn for want of room: " + Figures.count(lanes.undrawn(), "fault"));
    }
}
