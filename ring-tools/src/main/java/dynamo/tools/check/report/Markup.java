package dynamo.tools.check.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** Writes HTML and SVG that is well-formed XML too. Every text and every attribute's value is escaped here. */
final class Markup {
    private static final int TEXT_MAX = 500;

    private final StringBuilder text = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /** @param attributes names and values in turn */
    Markup open(String tag, Object... attributes) {
        begin(tag, attributes);
        text.append('>');
        open.push(tag);
        return this;
    }

    /** The element that was opened last. */
    Markup close() {
        text.append("</").append(open.pop()).append(">\n");
        return this;
    }

    /** An element with a text, or with none. */
    Markup leaf(String tag, String content, Object... attributes) {
        return open(tag, attributes).text(content).close();
    }

    /** An element that never has content. */
    Markup empty(String tag, Object... attributes) {
        begin(tag, attributes);
        text.append("/>\n");
        return this;
    }

    Markup text(String content) {
        text.append(escaped(content));
        return this;
    }

    /** What the program itself brings, as it is. */
    Markup constant(String content) {
        text.append(content);
        return this;
    }

    private void begin(String tag, Object... attributes) {
        text.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            text.append(' ').append(attributes[i]).append("=\"");
            text.append(attributes[i + 1] instanceof PathData path ? path.text() : escaped(value(attributes[i + 1])));
            text.append('"');
        }
    }

    private static String value(Object value) {
        return value instanceof Double number ? String.format(Locale.ROOT, "%.1f", number) : value.toString();
    }

    /** Cut when very long; characters that XML lacks, or that turn or hide text, become question marks. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().limit(TEXT_MAX).forEach(character -> {
            switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(isShown(character) ? character : '?');
            }
        });
        return text.codePointCount(0, text.length()) > TEXT_MAX ? escaped + "…" : escaped.toString();
    }

    private static boolean isShown(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> character == '\n';
            default -> true;
        };
    }

    /** Of the whole, once everything is closed. */
    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("still open: " + open);
        }
        return text.toString();
    }
}
