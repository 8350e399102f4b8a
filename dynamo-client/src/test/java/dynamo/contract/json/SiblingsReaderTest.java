package dynamo.contract.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSortedMap;
import dynamo.contract.Key;
import dynamo.version.Bytes;
import dynamo.version.Content;
import dynamo.version.Dot;
import dynamo.version.MalformedException;
import dynamo.version.Sibling;
import dynamo.version.WriteId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiblingsReaderTest {
    private static final Key KEY = new Key("cart", Bytes.utf8("alice"));
    private static final long MILLIS = 1_763_841_662_120L;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"milk\":1}",
                "  { \"milk\" : 1.00e2, \"a\":[1,[2,{}]] }  ",
                "17",
                "-0.10",
                "\"é\\u0041\"",
                "null",
                "true",
                "[]",
                "no json at all",
                "{\"a\":1,\"a\":2}",
                ""
            })
    void what_was_stored_as_json_comes_back_character_for_character(String text) {
        Content stored = new Content.Value(Bytes.utf8(text), "application/json", ImmutableSortedMap.of());
        Content read = roundTrip(stored).get(0).content();
        assertThat(((Content.Value) read).bytes().asUtf8().strip()).isEqualTo(text.strip());
        assertThat(((Content.Value) read).contentType()).isEqualTo("application/json");
    }

    @Test
    void a_value_as_deep_as_a_node_shows_as_json_is_read() {
        String deep = "[".repeat(StrictJson.DEPTH_MAX) + "]".repeat(StrictJson.DEPTH_MAX);
        Content stored = new Content.Value(Bytes.utf8(deep), "application/json", ImmutableSortedMap.of());
        assertThat(roundTrip(stored).get(0).content()).isEqualTo(stored);
    }

    @Test
    void every_form_is_read_with_its_id_time_and_metadata() {
        Content json = new Content.Value(
                Bytes.utf8("{\"n\":1}"), "application/json", ImmutableSortedMap.of("owner", "bob", "z", "1"));
        Content text = new Content.Value(Bytes.utf8("eggs \"é\"\n"), "text/plain", ImmutableSortedMap.of());
        Content bytes =
                new Content.Value(Bytes.owning(new byte[] {(byte) 0x89, 0, 'P'}), "image/png", ImmutableSortedMap.of());
        List<ShownSibling> read = roundTrip(json, text, bytes, new Content.Tombstone());

        assertThat(read).extracting(ShownSibling::content).containsExactly(json, text, bytes, new Content.Tombstone());
        assertThat(read.get(1).id()).isEqualTo("00000000000000020000000000000001");
        assertThat(read.get(1).modified()).isEqualTo(Instant.ofEpochMilli(MILLIS));
    }

    @Test
    void members_of_a_later_version_are_passed_over() {
        ShownRecord record = SiblingsReader.read(Bytes.utf8("""
                {"new":{"siblings":[1]},"context":"AQI","siblings":[{"id":"1","more":[{}],"contentType":"text/plain",
                "modified":"2026-11-22T20:01:02.123Z","text":"x"}],"last":null}"""));
        assertThat(record.context()).contains("AQI");
        assertThat(record.siblings()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "<html>",
                "{\"siblings\":[{\"id\":\"1\",\"modified\":\"2026-11-22T20:01:02Z\"}]}",
                "{\"siblings\":[{\"contentType\":\"t\",\"base64\":\"%\"}]}",
                "{\"siblings\":[{\"contentType\":\"t\",\"text\":1}]}",
                "{\"siblings\":[{\"modified\":\"yesterday\"}]}",
                "{\"siblings\":["
            })
    void anything_else_is_malformed(String document) {
        assertThatThrownBy(() -> SiblingsReader.read(Bytes.utf8(document))).isInstanceOf(MalformedException.class);
    }

    private static List<ShownSibling> roundTrip(Content... contents) {
        List<Sibling> siblings = new ArrayList<>();
        for (Content content : contents) {
            int number = siblings.size() + 1;
            siblings.add(new Sibling(new Dot(number, 1), new WriteId(1, number), MILLIS << 16 | 7, content));
        }
        ShownRecord record = SiblingsReader.read(SiblingsWriter.document(KEY, Optional.of("AQI"), siblings));
        assertThat(record.context()).contains("AQI");
        return record.siblings();
    }
}
