package dynamo.node.hint;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dynamo.node.env.Storage.Entry;
import dynamo.node.env.Storage.Table;
import dynamo.node.replica.OneDisk;
import dynamo.version.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class HintScanTest {
    private final OneDisk disk = new OneDisk();

    @Test
    void slices_hold_so_many_rows_at_most_and_all_rows_come() {
        fill(100, 10);

        List<Integer> sizes = sizes();

        assertThat(sizes).allMatch(size -> size <= HintScan.ROWS_MAX);
        assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(100);
        assertThat(sizes.get(2)).isGreaterThan(sizes.get(0)); // small rows: larger slices
    }

    @Test
    void slices_hold_so_many_bytes_at_most() {
        fill(20, HintScan.BYTES_MAX / 3);

        assertThat(sizes()).startsWith(3, 3).allMatch(size -> size <= 3);
    }

    @Test
    void a_row_that_is_larger_than_a_slice_comes_alone() {
        fill(5, HintScan.BYTES_MAX + 1);

        assertThat(sizes()).containsExactly(1, 1, 1, 1, 1);
    }

    private void fill(int rows, int length) {
        for (int i = 0; i < rows; i++) {
            disk.storage()
                    .rows(Table.HINTS)
                    .put(Bytes.utf8(String.format(Locale.ROOT, "%03d", i)), Bytes.owning(new byte[length]));
        }
    }

    private List<Integer> sizes() {
        HintScan scan = new HintScan(disk.storage(), Bytes.EMPTY, Bytes.utf8("~"));
        List<Integer> sizes = new ArrayList<>();
        for (ImmutableList<Entry> slice = scan.next(); !slice.isEmpty(); slice = scan.next()) {
            sizes.add(slice.size());
        }
        return sizes;
    }
}
