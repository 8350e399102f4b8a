package dynamo.tools.draw;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dynamo.tools.console.Mark;
import dynamo.tools.console.Paint;
import java.io.StringReader;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class DrawTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8, 9, 30, 70, 200})
    void the_svg_is_well_formed_and_has_every_partition(int owners) throws Exception {
        Document svg = parse(RingSvg.of(picture(owners, 256, -1)));
        assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(count(svg, "path", "class", "part")).isEqualTo(256);
        assertThat(svg.getElementsByTagName("pattern").getLength()).isEqualTo(Math.max(0, owners - 8));
    }

    @Test
    void the_svg_can_be_read_without_colour_and_by_a_screen_reader() throws Exception {
        Document svg = parse(RingSvg.of(picture(3, 64, 5)));
        String text = svg.getDocumentElement().getTextContent();
        assertThat(text)
                .contains("Ring of <prod> & co", "n0 owns 22")
                .contains(
                        "partition 0: n0 of zone z0; homes n0, n1",
                        "partition 5: n2 of zone z0; homes n2, n0; then owned by n0")
                .contains(
                        "● ALIVE",
                        "✗ DEAD",
                        "outer band: zone of the owner",
                        "inner band: who owns it after the handoff");
        assertThat(svg.getDocumentElement().getAttribute("role")).isEqualTo("img");
        assertThat(count(svg, "text", "class", "middle")).isGreaterThan(64);
    }

    @Test
    void the_svg_follows_light_and_dark_and_needs_nothing_from_elsewhere() {
        String svg = RingSvg.of(picture(3, 64, -1));
        assertThat(svg).contains("prefers-color-scheme: dark").doesNotContain("href", "<script", "url(http");
    }

    @Test
    void a_ring_of_many_partitions_stays_small_enough() throws Exception {
        String svg = RingSvg.of(picture(200, 16_384, -1));
        parse(svg);
        assertThat(svg.length()).isLessThan(8 << 20);
    }

    @Test
    void the_terminal_shows_a_ring_and_letters() {
        String text = new TerminalRing(picture(3, 64, 5), Paint.NONE, 100, 30).text();
        assertThat(text).contains("<prod> & co", "two words", "A  n0", "● ALIVE", "✗ DEAD");
        assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }

    @Test
    void on_a_narrow_terminal_the_legend_stands_below() {
        String text = new TerminalRing(picture(3, 64, -1), Paint.NONE, 40, 24).text();
        assertThat(text.lines()).anySatisfy(line -> assertThat(line).startsWith("A  n0"));
        assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(40));
    }

    @Test
    void more_owners_than_letters_are_said_to_be_more() {
        String text = new TerminalRing(picture(70, 256, -1), Paint.NONE, 120, 40).text();
        assertThat(text).contains("# 8 more nodes");
    }

    @Test
    void the_grid_has_a_letter_for_every_partition() {
        String grid = new TerminalRing(picture(3, 128, -1), Paint.NONE, 100, 30).grid();
        assertThat(grid.replaceAll("[^ABC]", "")).hasSize(128).startsWith("ABCABC");
        assertThat(grid).startsWith("     0  ABCABCAB CABC").contains("\n    64  ");
    }

    /** Every second owner is dead; one partition is on its way to the first. */
    private static Picture picture(int owners, int partitions, int moving) {
        ImmutableList<Picture.Owner> nodes = IntStream.range(0, owners)
                .mapToObj(i -> new Picture.Owner(
                        "n" + i,
                        "z" + i % 2,
                        partitions / owners + (i < partitions % owners ? 1 : 0),
                        i % 2 == 0 ? Mark.GOOD : Mark.BAD,
                        i % 2 == 0 ? "ALIVE" : "DEAD"))
                .collect(ImmutableList.toImmutableList());
        return new Picture(
                "<prod> & co",
                ImmutableList.of("two words"),
                nodes,
                ImmutableIntArray.copyOf(IntStream.range(0, partitions).map(i -> i % owners)),
                ImmutableIntArray.copyOf(IntStream.range(0, partitions).map(i -> i == moving ? 0 : -1)),
                IntStream.range(0, partitions)
                        .mapToObj(i -> ImmutableList.of("n" + i % owners, "n" + (i + 1) % owners))
                        .collect(ImmutableList.toImmutableList()));
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static long count(Document svg, String tag, String attribute, String prefix) {
        NodeList nodes = svg.getElementsByTagName(tag);
        return IntStream.range(0, nodes.getLength())
                .filter(i -> nodes.item(i).getAttributes().getNamedItem(attribute) != null
                        && nodes.item(i)
                                .getAttributes()
                                .getNamedItem(attribute)
                                .getNodeValue()
                                .startsWith(prefix))
                .filter(i -> !tag.equals("path")
                        || nodes.item(i).getParentNode().getNodeName().equals("svg"))
                .count();
    }
}
