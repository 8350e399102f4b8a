package dynamo.tools.draw;

import dynamo.tools.console.Mark;
import dynamo.tools.console.Quantity;
import dynamo.tools.draw.Picture.Owner;
import java.util.List;
import java.util.Locale;

/**
 * The ring as SVG: partitions by owner, outside them the zones, inside them the owners after a handoff; and a legend. One
 * file without anything from elsewhere, light or dark as its reader is.
 */
public final class RingSvg {
    private static final int CENTRE = 440;
    private static final int HEIGHT = 880;
    private static final double ZONE_OUTER = 425;
    private static final double ZONE_INNER = 405;
    private static final double BAND_OUTER = 396;
    private static final double BAND_INNER = 306;
    private static final double LETTERS = 376;
    private static final double NEXT_OUTER = 296;
    private static final double NEXT_INNER = 266;
    private static final double TICKS = 256;
    private static final int TITLES_MAX = 4096;
    private static final double LETTER_MIN = 5;
    private static final double LETTER_MAX = 12;
    private static final int TICK_COUNT = 16;

    private static final String STYLE = """
            <style>
              text { font-family: system-ui, sans-serif; font-size: 14px; }
              .small { font-size: 11px; }
              .head { font-size: 20px; font-weight: 600; }
              .middle { text-anchor: middle; }
              .end { text-anchor: end; }
              .paper { fill: #ffffff; }
              .ink { fill: #1a1a1a; }
              .soft { fill: #595959; }
              .edge { fill: none; stroke: #1a1a1a; stroke-width: 1; }
              .part { stroke: #1a1a1a; stroke-width: 0.4; }
              .away { fill-opacity: 0.35; stroke-dasharray: 2 2; }
              @media (prefers-color-scheme: dark) {
                .paper { fill: #15181c; }
                .ink { fill: #ececec; }
                .soft { fill: #a8adb3; }
                .edge { stroke: #ececec; }
                .part { stroke: #ececec; }
              }
            </style>
            """;

    private final Picture picture;
    private final StringBuilder svg = new StringBuilder();

    private RingSvg(Picture picture) {
        this.picture = picture;
    }

    public static String of(Picture picture) {
        RingSvg drawing = new RingSvg(picture);
        drawing.draw();
        return drawing.svg.toString();
    }

    private void draw() {
        SvgLegend legend = new SvgLegend(picture, 2 * CENTRE + 20, HEIGHT);
        int width = 2 * CENTRE + 40 + legend.width();
        line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        line(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\" "
                        + "aria-labelledby=\"title desc\">",
                width,
                HEIGHT,
                width,
                HEIGHT));
        line("<title id=\"title\">Ring of " + escaped(picture.title()) + "</title>");
        line("<desc id=\"desc\">" + escaped(description()) + "</desc>");
        svg.append(STYLE);
        textures();
        line(String.format(Locale.ROOT, "<rect class=\"paper\" width=\"%d\" height=\"%d\"/>", width, HEIGHT));
        partitions();
        if (picture.zones().size() > 1) {
            zones();
        }
        next();
        ticks();
        centre();
        svg.append(legend.text());
        line("</svg>");
    }

    private String description() {
        StringBuilder text = new StringBuilder(String.join(", ", picture.lines()));
        picture.indexes()
                .limit(Picture.lettersMax())
                .forEach(index -> text.append("; ")
                        .append(picture.owners().get(index).id())
                        .append(" owns ")
                        .append(picture.owners().get(index).partitions()));
        return text.toString();
    }

    private void textures() {
        line("<defs>");
        picture.indexes()
                .filter(Palette::hasTexture)
                .forEach(index -> line(String.format(
                        Locale.ROOT,
                        "<pattern id=\"o%d\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\"><rect width=\"6\" height=\"6\" "
                                + "fill=\"%s\"/><path d=\"%s\" stroke=\"%s\" stroke-opacity=\"0.7\" fill=\"none\"/></pattern>",
                        index,
                        Palette.colour(index),
                        Palette.texture(index),
                        Palette.letterColour(index))));
        line("</defs>");
    }

    static String fill(int owner) {
        return Palette.hasTexture(owner) ? "url(#o" + owner + ")" : Palette.colour(owner);
    }

    private void partitions() {
        double size = Math.min(LETTER_MAX, 0.9 * band(0, LETTERS, LETTERS).length());
        for (int partition = 0; partition < picture.partitions(); partition++) {
            int index = picture.owner().get(partition);
            if (index < 0) {
                continue;
            }
            Owner owner = picture.owners().get(index);
            Arc arc = band(partition, BAND_INNER, BAND_OUTER);
            String away = owner.mark() == Mark.BAD ? " away" : "";
            String title = picture.partitions() > TITLES_MAX ? "" : "<title>" + escaped(title(partition)) + "</title>";
            line("<path class=\"part" + away + "\" fill=\"" + fill(index) + "\" d=\"" + arc.path()
                    + (title.isEmpty() ? "\"/>" : "\">" + title + "</path>"));
            if (size >= LETTER_MIN) {
                Arc place = band(partition, LETTERS, LETTERS);
                line(letter(index, place.middleX(), place.middleY(), size, owner.mark()));
            }
        }
        circle(BAND_OUTER);
        circle(BAND_INNER);
    }

    /** Centred by hand, for not every viewer knows how to. */
    static String letter(int index, double x, double y, double size, Mark mark) {
        String ink = mark == Mark.BAD ? " ink\"" : "\" fill=\"" + Palette.letterColour(index) + "\"";
        return String.format(
                Locale.ROOT,
                "<text class=\"middle%s x=\"%.1f\" y=\"%.1f\" style=\"font-size:%.1fpx\">%s</text>",
                ink,
                x,
                y + 0.36 * size,
                size,
                Picture.letter(index));
    }

    private String title(int partition) {
        int next = picture.next().get(partition);
        Owner owner = picture.owners().get(picture.owner().get(partition));
        return "partition " + partition + ": " + owner.id() + " of zone " + owner.zone() + "; homes "
                + String.join(", ", picture.homes().get(partition))
                + (next < 0
                        ? ""
                        : "; then owned by " + picture.owners().get(next).id());
    }

    private void zones() {
        List<String> zones = picture.zones();
        for (int partition = 0; partition < picture.partitions(); partition++) {
            int index = picture.owner().get(partition);
            if (index >= 0) {
                String grey =
                        Palette.zone(zones.indexOf(picture.owners().get(index).zone()), zones.size());
                line("<path fill=\"" + grey + "\" d=\""
                        + band(partition, ZONE_INNER, ZONE_OUTER).path() + "\"/>");
            }
        }
        circle(ZONE_OUTER);
        circle(ZONE_INNER);
    }

    private void next() {
        for (int partition = 0; partition < picture.partitions(); partition++) {
            int index = picture.next().get(partition);
            if (index >= 0) {
                line("<path class=\"part\" fill=\"" + fill(index) + "\" d=\""
                        + band(partition, NEXT_INNER, NEXT_OUTER).path() + "\"/>");
            }
        }
    }

    private void ticks() {
        int step = Math.max(1, picture.partitions() / TICK_COUNT);
        for (int partition = 0; partition < picture.partitions(); partition += step) {
            Arc arc = new Arc(
                    CENTRE,
                    CENTRE,
                    TICKS - 14,
                    TICKS,
                    (double) partition / picture.partitions(),
                    (double) partition / picture.partitions());
            line(String.format(
                    Locale.ROOT,
                    "<text class=\"middle small soft\" x=\"%.1f\" y=\"%.1f\">%d</text>",
                    arc.middleX(),
                    arc.middleY() + 4,
                    partition));
        }
    }

    private void centre() {
        int y = CENTRE - 10 * picture.lines().size();
        line(String.format(
                Locale.ROOT,
                "<text class=\"middle head ink\" x=\"%d\" y=\"%d\">%s</text>",
                CENTRE,
                y,
                escaped(picture.title())));
        for (String each : picture.lines()) {
            y += 22;
            line(String.format(
                    Locale.ROOT, "<text class=\"middle soft\" x=\"%d\" y=\"%d\">%s</text>", CENTRE, y, escaped(each)));
        }
    }

    private Arc band(int partition, double inner, double outer) {
        double all = picture.partitions();
        return new Arc(CENTRE, CENTRE, inner, outer, partition / all, (partition + 1) / all);
    }

    private void circle(double radius) {
        line(String.format(
                Locale.ROOT, "<circle class=\"edge\" cx=\"%d\" cy=\"%d\" r=\"%.0f\"/>", CENTRE, CENTRE, radius));
    }

    private void line(String text) {
        svg.append(text).append('\n');
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]", "?");
    }

    static String share(Picture picture, int index) {
        return Quantity.percent(picture.share(index));
    }
}
