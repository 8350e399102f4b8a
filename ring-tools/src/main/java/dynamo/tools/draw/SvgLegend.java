package dynamo.tools.draw;

import dynamo.tools.console.Mark;
import dynamo.tools.console.Quantity;
import dynamo.tools.draw.Picture.Owner;
import java.util.List;
import java.util.Locale;

/** Beside the ring: letter, colour, name, zone, share and state of each owner, in as many columns as it takes. */
final class SvgLegend {
    private static final int ROW = 24;
    private static final int TOP = 60;
    private static final int COLUMN = 390;
    private static final int ROWS_MAX = 26;
    private static final int COLUMNS_MAX = 4;

    private final Picture picture;
    private final int left;
    private final int height;
    private final StringBuilder svg = new StringBuilder();

    SvgLegend(Picture picture, int left, int height) {
        this.picture = picture;
        this.left = left;
        this.height = height;
    }

    int width() {
        int columns = (picture.owners().size() + ROWS_MAX - 1) / ROWS_MAX;
        return COLUMN * Math.max(1, Math.min(COLUMNS_MAX, columns));
    }

    String text() {
        int shown = Math.min(picture.owners().size(), ROWS_MAX * COLUMNS_MAX);
        for (int index = 0; index < shown; index++) {
            owner(index, left + COLUMN * (index / ROWS_MAX), TOP + ROW * (index % ROWS_MAX));
        }
        int y = TOP + ROW * Math.min(ROWS_MAX, shown) + 6;
        if (shown < picture.owners().size()) {
            words(left, y, "and " + Quantity.count(picture.owners().size() - shown, "more node"));
            y += ROW;
        }
        y = zones(y);
        if (picture.isMoving()) {
            words(left, Math.min(y, height - 12), "inner band: who owns it after the handoff");
        }
        return svg.toString();
    }

    private void owner(int index, int x, int y) {
        Owner owner = picture.owners().get(index);
        svg.append(String.format(
                Locale.ROOT,
                "<rect class=\"part%s\" x=\"%d\" y=\"%d\" width=\"18\" height=\"18\" fill=\"%s\"/>%n",
                owner.mark() == Mark.BAD ? " away" : "",
                x,
                y - 14,
                RingSvg.fill(index)));
        svg.append(RingSvg.letter(index, x + 9, y - 5, 12, owner.mark())).append('\n');
        text("ink", x + 28, y, owner.id());
        if (picture.zones().size() > 1) {
            text("soft", x + 120, y, owner.zone());
        }
        text("ink end", x + 215, y, Quantity.count(owner.partitions()));
        text("ink end", x + 275, y, RingSvg.share(picture, index));
        String symbol = owner.mark() == Mark.GOOD ? "●" : owner.mark() == Mark.BUSY ? "◐" : "✗";
        text("ink small", x + 288, y, symbol + " " + owner.state());
    }

    private int zones(int from) {
        List<String> zones = picture.zones();
        if (zones.size() < 2) {
            return from;
        }
        int y = from;
        words(left, y, "outer band: zone of the owner");
        for (int zone = 0; zone < zones.size() && y + ROW < height - 12; zone++) {
            y += ROW;
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect class=\"part\" x=\"%d\" y=\"%d\" width=\"18\" height=\"18\" fill=\"%s\"/>%n",
                    left,
                    y - 14,
                    Palette.zone(zone, zones.size())));
            words(left + 28, y, zones.get(zone));
        }
        return y + ROW;
    }

    private void words(int x, int y, String text) {
        text("ink", x, y, text);
    }

    private void text(String classes, int x, int y, String text) {
        svg.append(String.format(
                Locale.ROOT, "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>%n", classes, x, y, RingSvg.escaped(text)));
    }
}
