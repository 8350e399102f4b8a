package dynamo.tools.check.report;

import dynamo.tools.check.HistoryWriter;
import dynamo.tools.check.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** A report that was written, and read again as XML. */
record Rendered(String html, Document page, String json) {

    /** By way of files, as a user has it. */
    static Rendered of(Path dir, List<Line> lines) throws Exception {
        Path file = history(dir, lines);
        Report.write(file, dir.resolve("report"));
        Path html = dir.resolve("report").resolve("report.html");
        return new Rendered(
                Files.readString(html),
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(html.toFile()),
                Files.readString(dir.resolve("report").resolve("report.json")));
    }

    static Path history(Path dir, List<Line> lines) throws IOException {
        Path file = dir.resolve("a run's history.jsonl");
        Files.deleteIfExists(file);
        try (HistoryWriter writer = new HistoryWriter(file)) {
            for (Line line : lines) {
                writer.write(line);
            }
        }
        return file;
    }

    String text() {
        return page.getDocumentElement().getTextContent();
    }

    /** Elements of this name and class. */
    List<Element> elements(String tag, String ofClass) {
        NodeList all = page.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            if (List.of(element.getAttribute("class").split(" ")).contains(ofClass)) {
                elements.add(element);
            }
        }
        return elements;
    }
}
