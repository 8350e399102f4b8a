package dynamo.tools.check.report;

import com.google.common.math.LongMath;
import java.util.function.ToLongFunction;

/** Latencies of calls that succeeded, by when they began; decades are equally high. */
final class LatencyChart {
    static final double HEIGHT = 160;
    private static final double DOT = 1.3;
    private static final int DECADES_MIN = 2;

    private final Series series;
    private final TimeAxis axis;
    private final double top;
    /** Powers of ten, in microseconds. */
    private final int low;

    private final int high;

    LatencyChart(Series series, TimeAxis axis, double top) {
        this.series = series;
        this.axis = axis;
        this.top = top;
        long max = series.bins().stream().mapToLong(Bin::max).max().orElse(0);
        long min = series.bins().stream()
                .mapToLong(Bin::p50)
                .filter(micros -> micros > 0)
                .min()
                .orElse(1_000);
        low = (int) Math.floor(Math.log10((double) min));
        high = Math.max(low + DECADES_MIN, (int) Math.ceil(Math.log10((double) Math.max(1, max))));
    }

    void draw(Markup svg) {
        svg.leaf("text", "latency of calls that succeeded", "class", "name", "x", axis.left(), "y", top - 6);
        legend(svg);
        for (int decade = low; decade <= high; decade++) {
            double y = y(LongMath.pow(10, decade));
            svg.empty("line", "class", "grid", "x1", axis.left(), "y1", y, "x2", axis.right(), "y2", y);
            svg.leaf(
                    "text",
                    Figures.latency(LongMath.pow(10, decade)),
                    "class",
                    "end soft",
                    "x",
                    axis.left() - 8,
                    "y",
                    y + 4);
        }
        svg.empty("path", "class", "max", "d", dots());
        svg.empty("path", "class", "p99", "d", steps(Bin::p99));
        svg.empty("path", "class", "p50", "d", steps(Bin::p50));
    }

    private void legend(Markup svg) {
        double x = axis.left() + 230;
        for (String name : new String[] {"p50", "p99", "max"}) {
            PathData sample = new PathData();
            if (name.equals("max")) {
                dot(sample, x + 6, top - 10);
                dot(sample, x + 12, top - 10);
                dot(sample, x + 18, top - 10);
            } else {
                sample.move(x, top - 10).line(x + 24, top - 10);
            }
            svg.empty("path", "class", name, "d", sample);
            svg.leaf("text", name, "x", x + 30, "y", top - 6);
            x += 80;
        }
    }

    /** With gaps where no call succeeded. */
    private PathData steps(ToLongFunction<Bin> latency) {
        PathData path = new PathData();
        boolean isGap = true;
        for (int bin = 0; bin < series.bins().size(); bin++) {
            long micros = latency.applyAsLong(series.bins().get(bin));
            double left = axis.x(series.beginNanos(bin));
            if (micros > 0) {
                path = isGap ? path.move(left, y(micros)) : path.line(left, y(micros));
                path.line(axis.x(series.beginNanos(bin + 1)), y(micros));
            }
            isGap = micros == 0;
        }
        return path;
    }

    private PathData dots() {
        PathData path = new PathData();
        for (int bin = 0; bin < series.bins().size(); bin++) {
            long micros = series.bins().get(bin).max();
            if (micros > 0) {
                double middle = (axis.x(series.beginNanos(bin)) + axis.x(series.beginNanos(bin + 1))) / 2;
                dot(path, middle, y(micros));
            }
        }
        return path;
    }

    private static void dot(PathData path, double x, double y) {
        path.move(x - DOT, y).line(x + DOT, y);
    }

    private double y(long micros) {
        double decades = Math.log10((double) micros) - low;
        return top + HEIGHT * (1 - decades / (high - low));
    }
}
