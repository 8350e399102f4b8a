package dynamo.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import dynamo.version.Bytes;
import dynamo.version.Content;
import dynamo.version.Dot;
import dynamo.version.VersionVector;
import dynamo.version.WriteId;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class PutRequestTest {
    private static final Key KEY = new Key("bucket", Bytes.utf8("key"));
    private static final Content MILK = value("milk", "text/plain");
    private static final Causality BLIND = new Causality.Blind();
    private static final Causality SEEN = new Causality.Given(VersionVector.of(new Dot(7, 3)));

    /** Nodes compare names that others made, of other versions too: a name that changes makes siblings of retries. */
    @Test
    void names_of_writes_are_golden() {
        assertThat(hex(put("id", KEY, MILK, BLIND))).isEqualTo("6ce3b4a91b7ba42b52a970f4b652a319");
        assertThat(hex(put("id", KEY, MILK, SEEN))).isEqualTo("dc89b93a7316ced0698abb836ea630ca");
        assertThat(hex(put("id", KEY, new Content.Tombstone(), new Causality.ReadFirst())))
                .isEqualTo("7524eaa481e9356d9ee02f4f9d71b9a7");
    }

    @Test
    void a_retry_has_the_name_of_its_write_whatever_it_waits_for() {
        PutRequest first = put("id", KEY, MILK, SEEN);
        PutRequest again = new PutRequest(
                KEY,
                value("milk", "text/plain"),
                new Causality.Given(VersionVector.of(new Dot(7, 3))),
                new Precondition.Exists(),
                new Quorum(3, 1, false),
                new Quorum(3, 3, true),
                Duration.ofMillis(1),
                new RequestId("id", true),
                true);

        assertThat(again.writeId()).isEqualTo(first.writeId());
    }

    @Test
    void whatever_differs_in_a_write_makes_another_name() {
        Content tagged = new Content.Value(Bytes.utf8("milk"), "text/plain", ImmutableSortedMap.of("colour", "white"));

        assertThat(List.of(
                        put("id", KEY, MILK, BLIND),
                        put("id2", KEY, MILK, BLIND),
                        put("id", new Key("bucket", Bytes.utf8("key2")), MILK, BLIND),
                        put("id", new Key("bucket2", Bytes.utf8("key")), MILK, BLIND),
                        put("id", new Key("bucketk", Bytes.utf8("ey")), MILK, BLIND),
                        put("id", KEY, value("eggs", "text/plain"), BLIND),
                        put("id", KEY, value("milk", "text/html"), BLIND),
                        put("id", KEY, tagged, BLIND),
                        put("id", KEY, new Content.Tombstone(), BLIND),
                        put("id", KEY, MILK, SEEN),
                        put("id", KEY, MILK, new Causality.Given(VersionVector.EMPTY)),
                        put("id", KEY, MILK, new Causality.Given(VersionVector.of(new Dot(7, 4)))),
                        put("id", KEY, MILK, new Causality.ReadFirst())))
                .extracting(PutRequest::writeId)
                .doesNotHaveDuplicates();
    }

    @Test
    void a_write_reads_first_when_it_must_know_what_is_stored() {
        assertThat(put("id", KEY, MILK, BLIND).readsFirst()).isFalse();
        assertThat(put("id", KEY, MILK, SEEN).readsFirst()).isFalse();
        assertThat(put("id", KEY, MILK, new Causality.ReadFirst()).readsFirst()).isTrue();
        assertThat(put("id", KEY, MILK, SEEN, new Precondition.Missing()).readsFirst())
                .isTrue();
    }

    private static PutRequest put(String id, Key key, Content content, Causality causality) {
        return put(id, key, content, causality, new Precondition.None());
    }

    private static PutRequest put(String id, Key key, Content content, Causality causality, Precondition precondition) {
        return new PutRequest(
                key,
                content,
                causality,
                precondition,
                Quorum.majority(3),
                Quorum.majority(3),
                Duration.ofSeconds(5),
                new RequestId(id, true),
                false);
    }

    private static Content value(String text, String type) {
        return new Content.Value(Bytes.utf8(text), type, ImmutableSortedMap.of());
    }

    private static String hex(PutRequest put) {
        WriteId id = put.writeId();
        return HexFormat.of().toHexDigits(id.high()) + HexFormat.of().toHexDigits(id.low());
    }
}
