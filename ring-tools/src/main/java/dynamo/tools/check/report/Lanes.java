package dynamo.tools.check.report;

import com.google.common.collect.ImmutableList;
import dynamo.tools.check.Line;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the bars of faults go: a lane for each kind, in order of their names, of as many rows as it takes for bars and their
 * labels not to touch.
 *
 * @param undrawn faults for which there is no room
 */
record Lanes(ImmutableList<Lane> lanes, int undrawn) {
    static final int ROWS_MAX = 40;
    private static final double BAR_MIN = 3;
    private static final double GAP = 2;
    private static final double CHAR_WIDTH = 6;

    /** @param rows at least one */
    record Lane(String fault, int rows, ImmutableList<Bar> bars) {}

    /** @param isLabelInside whether the label stands in the bar, or at its right */
    record Bar(Line.Fault fault, int row, double left, double right, String label, boolean isLabelInside) {

        /** Of what is drawn, the label included. */
        double end() {
            return isLabelInside ? right : right + GAP + CHAR_WIDTH * label.length();
        }
    }

    static Lanes of(List<Line.Fault> faults, TimeAxis axis, NodeMarks marks) {
        Map<String, List<Line.Fault>> kinds = new TreeMap<>();
        faults.stream()
                .sorted(Comparator.comparingLong(fault -> fault.span().begin()))
                .forEach(fault -> kinds.computeIfAbsent(fault.fault(), kind -> new ArrayList<>())
                        .add(fault));
        ImmutableList.Builder<Lane> lanes = ImmutableList.builder();
        int rows = 0;
        int drawn = 0;
        for (Map.Entry<String, List<Line.Fault>> kind : kinds.entrySet()) {
            if (rows == ROWS_MAX) {
                break;
            }
            Lane lane = lane(kind.getKey(), kind.getValue(), axis, marks, ROWS_MAX - rows);
            lanes.add(lane);
            rows += lane.rows();
            drawn += lane.bars().size();
        }
        return new Lanes(lanes.build(), faults.size() - drawn);
    }

    private static Lane lane(String kind, List<Line.Fault> faults, TimeAxis axis, NodeMarks marks, int rowsMax) {
        List<Double> ends = new ArrayList<>();
        ImmutableList.Builder<Bar> bars = ImmutableList.builder();
        for (Line.Fault fault : faults) {
            Bar bar = bar(fault, axis, marks.label(fault.nodes()));
            int row = 0;
            while (row < ends.size() && ends.get(row) > bar.left()) {
                row++;
            }
            if (row == rowsMax) {
                continue;
            }
            if (row == ends.size()) {
                ends.add(0.0);
            }
            ends.set(row, bar.end() + GAP);
            bars.add(new Bar(fault, row, bar.left(), bar.right(), bar.label(), bar.isLabelInside()));
        }
        return new Lane(kind, ends.size(), bars.build());
    }

    private static Bar bar(Line.Fault fault, TimeAxis axis, String label) {
        double left = Math.min(axis.x(fault.span().begin()), axis.right() - BAR_MIN);
        double right = Math.max(left + BAR_MIN, axis.x(fault.span().end()));
        return new Bar(fault, 0, left, right, label, CHAR_WIDTH * label.length() + GAP <= right - left);
    }
}
