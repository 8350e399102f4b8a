package dynamo.tools.check.report;

import dynamo.tools.check.Line;
import java.util.ArrayList;
import java.util.List;

/** Phases, as shades behind all that is drawn, and with their names above it. */
final class PhaseShades {
    private static final int PHASES_MAX = 50;
    private static final int ROWS_MAX = 4;
    private static final double ROW = 15;
    private static final double CHAR_WIDTH = 6.6;
    private static final int SHADES = 3;

    private record Name(String text, double left, int row) {}

    private final List<Line.Phase> phases;
    private final TimeAxis axis;
    private final List<Name> names = new ArrayList<>();
    private final List<Double> ends = new ArrayList<>();

    PhaseShades(List<Line.Phase> all, TimeAxis axis) {
        phases = all.stream().limit(PHASES_MAX).toList();
        this.axis = axis;
        phases.forEach(this::place);
    }

    /** In the first row that has room; a name that has none in the last is left to its tooltip. */
    private void place(Line.Phase phase) {
        double width = CHAR_WIDTH * phase.phase().length();
        double left = Math.max(axis.left(), Math.min(axis.x(phase.span().begin()) + 3, axis.right() - width));
        int row = 0;
        while (row < ends.size() && ends.get(row) > left) {
            row++;
        }
        if (row == ROWS_MAX) {
            return;
        }
        if (row == ends.size()) {
            ends.add(0.0);
        }
        ends.set(row, left + width + CHAR_WIDTH);
        names.add(new Name(phase.phase(), left, row));
    }

    /** Of the names. */
    double height() {
        return ROW * ends.size();
    }

    void draw(Markup svg, double bottom) {
        for (int i = 0; i < phases.size(); i++) {
            Line.Phase phase = phases.get(i);
            double left = axis.x(phase.span().begin());
            double width = Math.max(1, axis.x(phase.span().end()) - left);
            svg.open(
                    "rect", "class", "phase shade" + i % SHADES, "x", left, "y", 0.0, "width", width, "height", bottom);
            svg.leaf("title", phase.phase() + ": " + Figures.span(phase.span())).close();
            svg.empty("line", "class", "edge", "x1", left, "y1", 0.0, "x2", left, "y2", bottom);
        }
        names.forEach(name ->
                svg.leaf("text", name.text(), "class", "name", "x", name.left(), "y", ROW * (name.row() + 1) - 4));
    }
}
