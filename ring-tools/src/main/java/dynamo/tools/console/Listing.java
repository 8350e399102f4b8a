package dynamo.tools.console;

import dynamo.tools.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows under named columns, once for people and once for scripts. Scripts see every column, by the names that the JSON
 * documents use.
 */
public final class Listing {

    private record Column(String title, String name, boolean isNumber, boolean isWide) {}

    /** A row, or a heading above some. */
    private record Line(String heading, List<Cell> cells) {
        boolean isHeading() {
            return cells.isEmpty();
        }
    }

    private final List<Column> columns = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();

    /**
     * @param title for people; may be empty
     * @param name for scripts; a column without one is for people only
     */
    public Listing words(String title, String name) {
        columns.add(new Column(title, name, false, false));
        return this;
    }

    public Listing number(String title, String name) {
        columns.add(new Column(title, name, true, false));
        return this;
    }

    /** Shown where there is room, and to scripts. */
    public Listing wideWords(String title, String name) {
        columns.add(new Column(title, name, false, true));
        return this;
    }

    public Listing wideNumber(String title, String name) {
        columns.add(new Column(title, name, true, true));
        return this;
    }

    /** A line over the rows that follow; for people only. */
    public Listing heading(String text) {
        lines.add(new Line(text, List.of()));
        return this;
    }

    public Listing row(Cell... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        lines.add(new Line("", List.of(cells)));
        return this;
    }

    public boolean isEmpty() {
        return lines.isEmpty();
    }

    /** For people; each line ends with a line end. */
    public String table(boolean isWide) {
        List<Integer> shown = IntStream.range(0, columns.size())
                .filter(i -> isWide || !columns.get(i).isWide)
                .boxed()
                .toList();
        TextTable table = new TextTable(
                shown.stream().map(i -> columns.get(i).title).toList(),
                shown.stream().map(i -> columns.get(i).isNumber).toList());
        for (Line line : lines) {
            if (line.isHeading()) {
                table.heading(line.heading);
            } else {
                table.row(shown.stream().map(i -> line.cells.get(i).shown()).toArray(String[]::new));
            }
        }
        return table.toString();
    }

    /** For scripts; each line ends with a line end. */
    public String tsv() {
        List<Integer> named = IntStream.range(0, columns.size())
                .filter(i -> !columns.get(i).name.isEmpty())
                .boxed()
                .toList();
        StringBuilder text = new StringBuilder();
        append(text, named.stream().map(i -> columns.get(i).name).toList());
        for (Line line : lines) {
            if (!line.isHeading()) {
                append(text, named.stream().map(i -> line.cells.get(i).raw()).toList());
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, List<String> values) {
        text.append(values.stream().map(Listing::oneField).collect(Collectors.joining("\t")))
                .append('\n');
    }

    /** A tab or a line end within a value would make two of it. */
    private static String oneField(String value) {
        return value.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }
}
