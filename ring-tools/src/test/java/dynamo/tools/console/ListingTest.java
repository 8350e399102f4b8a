package dynamo.tools.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ListingTest {
    private final Listing listing = new Listing()
            .words("", "")
            .words("NODE", "id")
            .number("BYTES", "bytes")
            .wideNumber("SHARE", "share")
            .row(Cell.of("●"), Cell.of("n1"), Cell.bytes(5), Cell.percent(0.5))
            .heading("Zone b")
            .row(Cell.of("\u001b[31m✗\u001b[0m"), Cell.of("node2"), Cell.bytes(1_288_490_189), Cell.percent(0.123_456));

    @Test
    void words_go_left_numbers_right_and_colours_take_no_room() {
        assertThat(listing.table(false)).isEqualTo("""
                           NODE     BYTES
                        ●  n1         5 B
                        Zone b
                        \u001b[31m✗\u001b[0m  node2  1.2 GiB
                        """);
    }

    @Test
    void there_is_more_where_there_is_room() {
        assertThat(listing.table(true)).contains("BYTES   SHARE\n", "5 B  50.0 %\n", "1.2 GiB  12.3 %\n");
    }

    @Test
    void scripts_get_plain_values_under_the_documents_names() {
        assertThat(listing.tsv()).isEqualTo("id\tbytes\tshare\nn1\t5\t0.5\nnode2\t1288490189\t0.123456\n");
    }

    @Test
    void a_value_stays_one_field() {
        Listing one = new Listing().words("A", "a").row(Cell.of("x\ty\nz\\"));
        assertThat(one.tsv()).isEqualTo("a\nx\\ty\\nz\\\\\n");
    }

    @Test
    void a_row_has_a_cell_for_each_column() {
        assertThatThrownBy(() -> listing.row(Cell.NONE)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void quantities_are_written_for_people() {
        assertThat(Quantity.count(1, "node")).isEqualTo("1 node");
        assertThat(Quantity.count(1204, "node")).isEqualTo("1,204 nodes");
        assertThat(Quantity.bytes(1023)).isEqualTo("1023 B");
        assertThat(Quantity.bytes(1536)).isEqualTo("1.5 KiB");
        assertThat(Quantity.duration(Duration.ofMillis(40))).isEqualTo("40 ms");
        assertThat(Quantity.duration(Duration.ofSeconds(92))).isEqualTo("1 min 32 s");
        assertThat(Quantity.duration(Duration.ofHours(50))).isEqualTo("2 d 2 h");
        assertThat(Cell.ago(Optional.empty()).shown()).isEqualTo("never");
        assertThat(Cell.percent(0).raw()).isEqualTo("0");
        assertThat(Cell.decimal(100, 2).raw()).isEqualTo("100");
    }

    @Test
    void bars_are_as_long_as_their_part() {
        Paint ascii = new Paint(false, false);
        assertThat(Bar.progress(0.5, 10, Paint.NONE)).isEqualTo("█████░░░░░");
        assertThat(Bar.progress(2, 4, Paint.NONE)).isEqualTo("████");
        assertThat(Bar.progress(0.25, 8, ascii)).isEqualTo("[##......]");
        assertThat(Bar.length(0.5, 3, Paint.NONE)).isEqualTo("█▌");
        assertThat(Bar.length(0, 3, Paint.NONE)).isEmpty();
        assertThat(Bar.length(0.5, 4, ascii)).isEqualTo("##");
    }

    @Test
    void without_unicode_marks_are_ascii() {
        Paint ascii = new Paint(false, false);
        assertThat(ascii.mark(Mark.GOOD, "ok") + ascii.mark(Mark.BUSY) + ascii.mark(Mark.BAD) + ascii.arrow())
                .isEqualTo("* ok~x->")
                .isASCII();
    }
}
