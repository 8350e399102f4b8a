package dynamo.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Comparator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The encoding that disk, wire and hash trees share. Rows are stored in it: a golden vector that changes is lost data. */
class RecordEncodingTest {
    private static final Content VALUE =
            new Content.Value(Bytes.utf8("milk"), "text/plain", ImmutableSortedMap.of("lang", "én"));
    private static final Siblings TWO = Siblings.EMPTY
            .put(VersionVector.of(new Dot(3, 1)), new Sibling(new Dot(-1, 300), new WriteId(1, 2), 5, VALUE))
            .put(
                    VersionVector.EMPTY,
                    new Sibling(new Dot(3, 2), new WriteId(-1, -2), Long.MIN_VALUE, new Content.Tombstone()));

    @Test
    void bytes_are_golden() {
        assertThat(TWO.encoded().hex())
                .isEqualTo(
                        "01" // version
                                + "02" // vector: two entries, actors in unsigned order
                                + "0000000000000003" + "02"
                                + "ffffffffffffffff" + "ac02"
                                + "02" // two siblings, by dot
                                + "0000000000000003" + "02" + "ffffffffffffffff" + "fffffffffffffffe"
                                + "8000000000000000"
                                + "00" // tombstone
                                + "ffffffffffffffff" + "ac02" + "0000000000000001" + "0000000000000002"
                                + "0000000000000005"
                                + "01" + "0a" + Bytes.utf8("text/plain").hex()
                                + "01" + "04" + "6c616e67" + "03" + "c3a96e" // one item of metadata
                                + "04" + "6d696c6b");
        assertThat(Siblings.EMPTY.encoded().hex()).isEqualTo("010000");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void equal_records_have_equal_bytes_and_bytes_make_the_record_again(long seed) {
        RandomRecords records = new RandomRecords(seed);
        for (int run = 0; run < 5_000; run++) {
            Siblings record = records.record();
            Siblings decoded = Siblings.decode(record.encoded());

            assertThat(decoded).as("seed=" + seed + " run=" + run).isEqualTo(record);
            assertThat(recoded(record.encoded()))
                    .as("seed=" + seed + " run=" + run)
                    .isEqualTo(record.encoded());
        }
    }

    /** Not the bytes a decoded record remembers, but written anew. */
    private static Bytes recoded(Bytes bytes) {
        Siblings decoded = Siblings.decode(bytes);
        return new Siblings(decoded.vector(), decoded.live()).encoded();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void damaged_bytes_are_refused_or_are_another_record_s(long seed) {
        Damage damage = new Damage(RecordEncodingTest::recoded);
        RandomRecords records = new RandomRecords(seed);
        damage.of(TWO.encoded(), "golden");
        for (int run = 0; run < 50; run++) {
            damage.of(records.record().encoded(), "seed=" + seed + " run=" + run);
        }
        damage.garbage(Bytes.EMPTY, seed, 20_000);
        damage.garbage(TWO.encoded().slice(0, 1), seed, 50_000);
        damage.garbage(TWO.encoded().slice(0, 21), seed, 50_000);
        damage.garbage(TWO.encoded().slice(0, 47), seed, 50_000);
    }

    @Test
    void a_later_version_is_refused_by_name() {
        byte[] bytes = TWO.encoded().toArray();
        bytes[0] = 2;

        assertThatThrownBy(() -> Siblings.decode(Bytes.owning(bytes)))
                .isInstanceOf(MalformedException.class)
                .hasMessage("record encoding 2 is unknown");
    }

    @Test
    void siblings_out_of_order_or_not_covered_cannot_be() {
        Sibling first = RandomRecords.written(new Dot(1, 1));
        Sibling second = RandomRecords.written(new Dot(1, 2));
        VersionVector both = VersionVector.of(new Dot(1, 2));

        assertThatIllegalArgumentException().isThrownBy(() -> new Siblings(both, ImmutableList.of(second, first)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Siblings(both, ImmutableList.of(first, first)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Siblings(VersionVector.of(new Dot(1, 1)), ImmutableList.of(second)));
    }

    /** Stored and then refused by the decoder would be lost. */
    @Test
    void content_that_could_not_be_read_back_cannot_be_made() {
        String longest = "t".repeat(Content.TYPE_BYTES_MAX);
        readBack(new Content.Value(Bytes.EMPTY, longest, ImmutableSortedMap.of()));
        readBack(new Content.Value(
                Bytes.EMPTY, "t", ImmutableSortedMap.of("k", "v".repeat(Content.METADATA_BYTES_MAX))));
        ImmutableSortedMap.Builder<String, String> most = ImmutableSortedMap.naturalOrder();
        for (int i = 0; i < Content.METADATA_ENTRIES_MAX; i++) {
            most.put("k" + i, "");
        }
        readBack(new Content.Value(Bytes.EMPTY, "t", most.buildOrThrow()));
        readBack(new Content.Value(
                Bytes.EMPTY,
                "t",
                ImmutableSortedMap.<String, String>orderedBy(Comparator.reverseOrder())
                        .put("a", "")
                        .put("b", "")
                        .buildOrThrow()));

        refused("", ImmutableSortedMap.of());
        refused(longest + "t", ImmutableSortedMap.of());
        refused("é".repeat(Content.TYPE_BYTES_MAX / 2 + 1), ImmutableSortedMap.of());
        refused("t\ud800", ImmutableSortedMap.of());
        refused("t", ImmutableSortedMap.of("k", "v".repeat(Content.METADATA_BYTES_MAX + 1)));
        refused("t", ImmutableSortedMap.of("\ud800", "", "\ud801", "")); // both would be stored as "?"
        refused("t", most.put("one too many", "").buildOrThrow());
    }

    private static void readBack(Content content) {
        Siblings record =
                Siblings.EMPTY.put(VersionVector.EMPTY, new Sibling(new Dot(1, 1), new WriteId(1, 1), 1, content));

        assertThat(Siblings.decode(record.encoded())).isEqualTo(record);
    }

    private static void refused(String contentType, ImmutableSortedMap<String, String> metadata) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Content.Value(Bytes.EMPTY, contentType, metadata));
    }
}
