package dynamo.tools.draw;

import dynamo.tools.console.Cell;
import dynamo.tools.console.Listing;
import dynamo.tools.console.Paint;
import dynamo.tools.draw.Picture.Owner;
import java.util.ArrayList;
import java.util.List;

/**
 * The ring in characters: the outer band is who owns a partition, the inner one who is to own it after the handoff. It
 * begins at the top and goes round like a clock. Each character is the partition in its middle.
 */
public final class TerminalRing {
    private static final int RADIUS_MIN = 9;
    private static final int RADIUS_MAX = 16;
    private static final double BAND = 2.4;
    private static final double INNER_GAP = 0.8;
    private static final double INNER_BAND = 1.2;
    private static final int GAP = 4;
    private static final int GRID_COLUMNS = 64;

    private final Picture picture;
    private final Paint paint;
    private final List<String> legend;
    private final int radius;
    private final boolean isBeside;

    /** @param columns and lines of the terminal */
    public TerminalRing(Picture picture, Paint paint, int columns, int lines) {
        this.picture = picture;
        this.paint = paint;
        this.legend = List.of(legend().table(true).split("\n"));
        int legendWidth = legend.stream().mapToInt(Paint::width).max().orElse(0);
        int beside = (columns - legendWidth - GAP - 1) / 4;
        int fitting = Math.min((lines - 4) / 2, beside >= RADIUS_MIN ? beside : columns / 4 - 1);
        this.radius = Math.max(RADIUS_MIN, Math.min(RADIUS_MAX, fitting));
        this.isBeside = 4 * radius + 1 + GAP + legendWidth <= columns;
    }

    /** Ring and legend, side by side where there is room. */
    public String text() {
        List<String> ring = ring();
        int ringWidth = 4 * radius + 1;
        if (!isBeside) {
            return String.join("\n", ring) + "\n\n" + String.join("\n", legend) + "\n";
        }
        int top = Math.max(0, (ring.size() - legend.size()) / 2);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.max(ring.size(), top + legend.size()); i++) {
            String left = i < ring.size() ? ring.get(i) : "";
            String right = i >= top && i - top < legend.size() ? legend.get(i - top) : "";
            String space = " ".repeat(ringWidth + GAP - Paint.width(left));
            text.append((left + space + right).stripTrailing()).append('\n');
        }
        return text.toString();
    }

    /** Every partition, a letter each. */
    public String grid() {
        StringBuilder text = new StringBuilder();
        int perLine = Math.min(GRID_COLUMNS, picture.partitions());
        for (int from = 0; from < picture.partitions(); from += perLine) {
            text.append(String.format("%6d ", from));
            for (int partition = from; partition < from + perLine; partition++) {
                text.append(partition % 8 == 0 ? " " : "");
                text.append(symbol(picture.owner().get(partition)));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private List<String> ring() {
        List<String> words = new ArrayList<>();
        words.add(picture.title());
        words.addAll(picture.lines());
        List<String> lines = new ArrayList<>();
        for (int y = -radius; y <= radius; y++) {
            StringBuilder line = new StringBuilder();
            int word = y + words.size() / 2;
            String text = word >= 0 && word < words.size() ? words.get(word) : "";
            int room = innerWidth();
            text = text.length() > room ? text.substring(0, room - 1) + "…" : text;
            int start = -text.length() / 2;
            for (int x = -2 * radius; x <= 2 * radius; x++) {
                if (x >= start && x < start + text.length()) {
                    String character = text.substring(x - start, x - start + 1);
                    line.append(word == 0 ? paint.bold(character) : character);
                } else {
                    line.append(at(x / 2.0, y));
                }
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /** Characters between the bands. */
    private int innerWidth() {
        return (int) (4 * (radius - BAND - (picture.isMoving() ? INNER_GAP + INNER_BAND : 0))) - 1;
    }

    /** One line is as high as two characters are wide. */
    private String at(double x, double y) {
        double distance = Math.hypot(x, y);
        double turn = Math.atan2(x, -y) / (2 * Math.PI);
        int partition = (int) Math.floor((turn < 0 ? turn + 1 : turn) * picture.partitions()) % picture.partitions();
        double inner = radius - BAND;
        if (distance <= radius + 0.3 && distance > inner) {
            return symbol(picture.owner().get(partition));
        }
        int next = picture.next().get(partition);
        boolean isInner = distance <= inner - INNER_GAP && distance > inner - INNER_GAP - INNER_BAND;
        return isInner && next >= 0 ? symbol(next) : " ";
    }

    private String symbol(int owner) {
        return owner < 0 ? "?" : paint.owner(owner, String.valueOf(Picture.letter(owner)));
    }

    private Listing legend() {
        boolean hasZones = picture.zones().size() > 1;
        Listing legend = new Listing().words("", "").words("NODE", "");
        if (hasZones) {
            legend.words("ZONE", "");
        }
        legend.number("OWNS", "").number("", "").words("STATE", "");
        for (int index = 0; index < Math.min(picture.owners().size(), Picture.lettersMax()); index++) {
            Owner owner = picture.owners().get(index);
            List<Cell> cells = new ArrayList<>();
            cells.add(Cell.of(symbol(index)));
            cells.add(Cell.of(owner.id()));
            if (hasZones) {
                cells.add(Cell.of(owner.zone()));
            }
            cells.add(Cell.count(owner.partitions()));
            cells.add(Cell.percent(picture.share(index)));
            cells.add(Cell.of(paint.mark(owner.mark(), owner.state())));
            legend.row(cells.toArray(Cell[]::new));
        }
        if (picture.owners().size() > Picture.lettersMax()) {
            legend.heading("# " + (picture.owners().size() - Picture.lettersMax()) + " more nodes");
        }
        if (picture.isMoving()) {
            legend.heading("").heading("inner band: who owns it after the handoff");
        }
        return legend;
    }
}
