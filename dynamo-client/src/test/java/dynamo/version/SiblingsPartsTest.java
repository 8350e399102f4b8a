package dynamo.version;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Records with something left out. */
class SiblingsPartsTest {

    @Test
    void what_a_record_shows_is_encoded_the_same_however_much_of_its_vector_is_stripped() {
        for (long seed = 0; seed < 500; seed++) {
            Siblings record = new RandomRecords(seed).record();

            Siblings stripped = record.strip(entry -> true);

            assertThat(stripped.live()).as("seed %d", seed).isEqualTo(record.live());
            assertThat(stripped.encodedLive()).as("seed %d", seed).isEqualTo(record.encodedLive());
            assertThat(Siblings.encodedLive(record.encoded()))
                    .as("seed %d", seed)
                    .isEqualTo(record.encodedLive());
            assertThat(record.strip(entry -> false)).as("seed %d", seed).isSameAs(record);
            for (int i = 0; i < stripped.vector().size(); i++) {
                long actor = stripped.vector().entry(i).actor();
                assertThat(record.live())
                        .as("seed %d", seed)
                        .anyMatch(sibling -> sibling.dot().actor() == actor);
            }
        }
    }

    @Test
    void a_sibling_left_out_is_superseded() {
        for (long seed = 0; seed < 500; seed++) {
            Siblings record = new RandomRecords(seed).record();
            for (Dot dot : record.dots()) {
                Siblings without = record.without(dot::equals);

                assertThat(without.isLive(dot)).as("seed %d", seed).isFalse();
                assertThat(without.vector()).as("seed %d", seed).isEqualTo(record.vector());
                assertThat(Siblings.sync(record, without)).as("seed %d", seed).isEqualTo(without);
            }
        }
    }
}
