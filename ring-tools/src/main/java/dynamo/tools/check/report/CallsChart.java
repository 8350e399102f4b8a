package dynamo.tools.check.report;

import dynamo.tools.check.Call.Result;

/** Calls per second by result, on top of each other. */
final class CallsChart {
    static final double HEIGHT = 150;
    private static final int TICKS = 4;

    private final Series series;
    private final TimeAxis axis;
    private final double top;
    private final double step;
    private final double rateMax;

    CallsChart(Series series, TimeAxis axis, double top) {
        this.series = series;
        this.axis = axis;
        this.top = top;
        step = (double) Steps.COUNTS.atLeast(series.rateMax() / TICKS);
        rateMax = Math.max(step, series.rateMax() * 1.05);
    }

    /** Textures, for the page's {@code defs}. */
    static void patterns(Markup svg) {
        for (Result result : Result.values()) {
            svg.open("pattern", "id", id(result), "width", 6, "height", 6, "patternUnits", "userSpaceOnUse");
            svg.empty("rect", "width", 6, "height", 6, "fill", Colours.of(result));
            svg.empty("path", "d", Colours.texture(result), "stroke", "#000000", "stroke-opacity", "0.75");
            svg.close();
        }
    }

    private static String id(Result result) {
        return "result-" + result;
    }

    void draw(Markup svg) {
        svg.leaf("text", "calls per second", "class", "name", "x", axis.left(), "y", top - 6);
        legend(svg);
        for (double rate = 0; rate <= rateMax; rate += step) {
            svg.empty("line", "class", "grid", "x1", axis.left(), "y1", y(rate), "x2", axis.right(), "y2", y(rate));
            svg.leaf("text", Figures.count((long) rate), "class", "end soft", "x", axis.left() - 8, "y", y(rate) + 4);
        }
        double[] below = new double[series.bins().size()];
        for (Result result : Result.values()) {
            if (series.count(result) > 0) {
                svg.empty("path", "class", "area", "fill", "url(#" + id(result) + ")", "d", area(result, below));
            }
        }
    }

    private void legend(Markup svg) {
        double x = axis.left() + 130;
        for (Result result : Result.values()) {
            String text = result + " " + Figures.count(series.count(result));
            svg.empty(
                    "rect",
                    "class",
                    "sample",
                    "x",
                    x,
                    "y",
                    top - 16,
                    "width",
                    12,
                    "height",
                    12,
                    "fill",
                    "url(#" + id(result) + ")");
            svg.leaf("text", text, "x", x + 17, "y", top - 6);
            x += 40 + 6.5 * text.length();
        }
    }

    /** One closed shape for each stretch in which there are any; adds itself to what lies below the next result. */
    private PathData area(Result result, double[] below) {
        PathData path = new PathData();
        int bin = 0;
        while (bin < below.length) {
            int end = bin;
            while (end < below.length && series.bins().get(end).of(result) > 0) {
                end++;
            }
            stretch(path, result, below, bin, end);
            bin = end + 1;
        }
        return path;
    }

    private void stretch(PathData path, Result result, double[] below, int from, int to) {
        for (int bin = from; bin < to; bin++) {
            double y = y(below[bin] + rate(bin, result));
            if (bin == from) {
                path.move(x(bin), y);
            } else {
                path.line(x(bin), y);
            }
            path.line(x(bin + 1), y);
        }
        for (int bin = to - 1; bin >= from; bin--) {
            path.line(x(bin + 1), y(below[bin])).line(x(bin), y(below[bin]));
            below[bin] += rate(bin, result);
        }
        if (to > from) {
            path.close();
        }
    }

    private double rate(int bin, Result result) {
        return series.bins().get(bin).of(result) / (double) series.binSeconds();
    }

    private double x(int bin) {
        return axis.x(series.beginNanos(bin));
    }

    private double y(double rate) {
        return top + HEIGHT * (1 - rate / rateMax);
    }
}
