package dynamo.tools.console;

import java.util.regex.Pattern;

/**
 * Colours text, or leaves it as it is, and picks symbols that the terminal can show.
 *
 * @param isColoured whether control sequences may be written
 * @param isUnicode whether anything but ASCII may be
 */
public record Paint(boolean isColoured, boolean isUnicode) {
    public static final Paint NONE = new Paint(false, true);

    private static final Pattern SEQUENCE = Pattern.compile("\u001b\\[[0-9;]*m");
    /** Of the 256-colour palette: told apart by most colour-blind people too, on light and on dark. */
    private static final int[] OWNERS = {32, 172, 35, 169, 75, 166, 142, 61};

    public String mark(Mark mark) {
        return in(mark.colour, isUnicode ? mark.symbol : mark.ascii);
    }

    /** The mark, and words in its colour. */
    public String mark(Mark mark, String words) {
        return mark(mark) + " " + in(mark, words);
    }

    public String in(Mark mark, String words) {
        return mark == Mark.GOOD ? words : in(mark.colour, words);
    }

    public String bold(String text) {
        return in("1", text);
    }

    public String dim(String text) {
        return in("2", text);
    }

    /** The colour of the so-manieth owner; the ninth has that of the first again, so a letter goes with it. */
    public String owner(int index, String text) {
        return in("38;5;" + OWNERS[index % OWNERS.length], text);
    }

    public String arrow() {
        return isUnicode ? "→" : "->";
    }

    public String dash() {
        return isUnicode ? "–" : "-";
    }

    private String in(String code, String text) {
        return isColoured && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    /** Characters on the screen. */
    public static int width(String text) {
        return plain(text).length();
    }

    static String plain(String text) {
        return text.indexOf('\u001b') < 0 ? text : SEQUENCE.matcher(text).replaceAll("");
    }
}
