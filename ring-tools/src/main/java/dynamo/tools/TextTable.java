package dynamo.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Rows of text in columns as wide as they need to be; numbers to the right, words to the left. */
public final class TextTable {
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

    /** A row, or a heading above some. */
    private record Line(String heading, List<String> cells) {}

    private final List<String> header;
    private final List<Boolean> isNumber;
    private final List<Line> lines = new ArrayList<>();

    /** Columns that hold nothing but numbers are numbers. */
    public TextTable(String... header) {
        this(List.of(header), List.of());
    }

    /** @param isNumber of each column; empty: as the cells look */
    public TextTable(List<String> header, List<Boolean> isNumber) {
        this.header = header;
        this.isNumber = isNumber;
    }

    public TextTable row(String... cells) {
        lines.add(new Line("", List.of(cells)));
        return this;
    }

    /** A line that is no row: it reaches over all columns. */
    public TextTable heading(String text) {
        lines.add(new Line(text, List.of()));
        return this;
    }

    @Override
    public String toString() {
        int[] widths = new int[header.size()];
        boolean[] right = new boolean[header.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = width(column);
            right[column] = isNumber.isEmpty() ? looksLikeNumbers(column) : isNumber.get(column);
        }
        StringBuilder text = new StringBuilder();
        append(text, header, widths, right);
        for (Line line : lines) {
            if (line.cells.isEmpty()) {
                text.append(line.heading).append('\n');
            } else {
                append(text, line.cells, widths, right);
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, List<String> cells, int[] widths, boolean[] right) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            String space = " ".repeat(widths[column] - plain(cell).length());
            line.append(right[column] ? space + cell : cell + space).append("  ");
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private int width(int column) {
        int width = header.get(column).length();
        for (Line line : lines) {
            if (column < line.cells.size()) {
                width = Math.max(width, plain(line.cells.get(column)).length());
            }
        }
        return width;
    }

    private boolean looksLikeNumbers(int column) {
        return lines.stream()
                .filter(line -> column < line.cells.size())
                .allMatch(line -> line.cells.get(column).matches("[-0-9.,]*( %)?"));
    }

    /** Colours take no room. */
    private static String plain(String text) {
        return text.indexOf('\u001b') < 0 ? text : COLOUR.matcher(text).replaceAll("");
    }
}
