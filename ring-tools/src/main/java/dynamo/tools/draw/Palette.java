package dynamo.tools.draw;

/**
 * Colours that people with any kind of colour blindness tell apart (Okabe and Ito), in an order in which neighbours differ
 * in lightness too. From the ninth owner on a texture goes over the colour.
 */
final class Palette {
    private static final String[] COLOURS = {
        "#0072b2", "#e69f00", "#009e73", "#f0e442", "#d55e00", "#56b4e9", "#cc79a7", "#8a8a8a"
    };
    /** Whether black letters can be read on it; white ones on the others. */
    private static final boolean[] IS_LIGHT = {false, true, false, true, false, true, true, true};

    /** Path data within 6 by 6. */
    private static final String[] TEXTURES = {
        "",
        "M-1,1 L1,-1 M0,6 L6,0 M5,7 L7,5",
        "M-1,5 L1,7 M0,0 L6,6 M5,-1 L7,1",
        "M0,3 H6",
        "M3,0 V6",
        "M0,3 H6 M3,0 V6",
        "M2,2 h2 v2 h-2 z",
        "M-1,1 L1,-1 M0,6 L6,0 M5,7 L7,5 M0,0 L6,6"
    };

    private Palette() {}

    static String colour(int owner) {
        return COLOURS[owner % COLOURS.length];
    }

    static String letterColour(int owner) {
        return IS_LIGHT[owner % COLOURS.length] ? "#000000" : "#ffffff";
    }

    static boolean hasTexture(int owner) {
        return owner >= COLOURS.length;
    }

    static String texture(int owner) {
        return TEXTURES[owner / COLOURS.length % TEXTURES.length];
    }

    /** Zones are grey, by lightness; their names stand beside. */
    static String zone(int index, int zones) {
        int lightness = zones < 2 ? 50 : 28 + 54 * index / (zones - 1);
        int grey = 255 * lightness / 100;
        return String.format("#%02x%02x%02x", grey, grey, grey);
    }
}
