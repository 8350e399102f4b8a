package dynamo.tools.console;

/** What a command shows to people, from top to bottom. */
public final class Page {
    private final StringBuilder text = new StringBuilder();
    private final boolean isWide;

    public Page(boolean isWide) {
        this.isWide = isWide;
    }

    public Page line(String line) {
        text.append(line.stripTrailing()).append('\n');
        return this;
    }

    public Page gap() {
        text.append('\n');
        return this;
    }

    public Page listing(Listing listing) {
        text.append(listing.table(isWide));
        return this;
    }

    /** Lines that are laid out already. */
    public Page block(String lines) {
        text.append(lines);
        return this;
    }

    public boolean isWide() {
        return isWide;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
