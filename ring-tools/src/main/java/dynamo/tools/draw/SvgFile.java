package dynamo.tools.draw;

import dynamo.tools.console.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where an SVG goes. */
public final class SvgFile {
    private SvgFile() {}

    /**
     * What to print then: that the file is there, or the picture itself.
     *
     * @param file {@code -} for the standard output
     */
    public static String write(String file, Picture picture) {
        String svg = RingSvg.of(picture);
        if (file.equals("-")) {
            return svg;
        }
        try {
            Files.writeString(Path.of(file), svg);
            return "wrote " + file + "\n";
        } catch (IOException e) {
            throw Failure.usage("cannot write " + file + " (" + e.getMessage() + ")", "name another file");
        }
    }
}
