package dynamo.contract.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import dynamo.contract.Key;
import dynamo.version.Bytes;
import dynamo.version.Content;
import dynamo.version.Dot;
import dynamo.version.Sibling;
import dynamo.version.WriteId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SiblingsWriterTest {
    private static final Key KEY = new Key("cart", Bytes.utf8("alice"));
    private static final long MILLIS = 1_763_841_662_120L;

    private static Sibling sibling(int number, Content content) {
        return new Sibling(new Dot(number, 1), new WriteId(1, number), MILLIS << 16 | 7, content);
    }

    private static Content value(String type, Bytes bytes) {
        return new Content.Value(bytes, type, ImmutableSortedMap.of());
    }

    private static String shown(String type, Bytes bytes) {
        String document = SiblingsWriter.document(KEY, Optional.empty(), List.of(sibling(1, value(type, bytes))))
                .asUtf8();
        int start = document.indexOf("\"modified\":\"") + 12 + 26;
        return document.substring(start, document.length() - 3);
    }

    @Test
    void the_document_is_the_contracts() {
        Content withMeta = new Content.Value(
                Bytes.utf8("{ \"milk\": 1.0 }"), "application/json", ImmutableSortedMap.of("owner", "bob", "z", "1"));
        Bytes document = SiblingsWriter.document(
                KEY,
                Optional.of("AQI"),
                List.of(
                        sibling(1, withMeta),
                        sibling(2, value("text/plain", Bytes.utf8("eggs \"é\"\n"))),
                        sibling(3, value("image/png", Bytes.owning(new byte[] {(byte) 0x89, 'P'}))),
                        sibling(4, new Content.Tombstone())));
        assertThat(document.asUtf8()).isEqualTo("""
                        {"bucket":"cart","key":"alice","context":"AQI","siblings":[\
                        {"id":"00000000000000010000000000000001","contentType":"application/json",\
                        "modified":"2025-11-22T20:01:02.120Z","json":{ "milk": 1.0 },"meta":{"owner":"bob","z":"1"}},\
                        {"id":"00000000000000020000000000000001","contentType":"text/plain",\
                        "modified":"2025-11-22T20:01:02.120Z","text":"eggs \\"é\\"\\n"},\
                        {"id":"00000000000000030000000000000001","contentType":"image/png",\
                        "modified":"2025-11-22T20:01:02.120Z","base64":"iVA="},\
                        {"id":"00000000000000040000000000000001","deleted":true,\
                        "modified":"2025-11-22T20:01:02.120Z"}]}""");
    }

    @Test
    void a_key_that_is_no_utf8_is_named_in_base64url() {
        Key key = new Key("b", Bytes.owning(new byte[] {(byte) 0xff, (byte) 0xfe, 'a'}));
        assertThat(SiblingsWriter.document(key, Optional.empty(), List.of()).asUtf8())
                .isEqualTo("{\"bucket\":\"b\",\"key64\":\"__5h\",\"siblings\":[]}");
    }

    @Test
    void json_is_shown_as_it_is_where_it_parses() {
        for (String type : new String[] {"application/json", "Application/JSON; charset=utf-8", "application/x+json"}) {
            assertThat(shown(type, Bytes.utf8(" [1.00, 12345678901234567890123]\n")))
                    .isEqualTo("\"json\": [1.00, 12345678901234567890123]\n");
        }
    }

    @Test
    void json_that_does_not_parse_is_text() {
        for (String bad :
                new String[] {"{oops", "NaN", "{}{}", "", "[".repeat(33) + "]".repeat(33), "{\"a\":1,\"a\":2}"}) {
            assertThat(shown("application/json", Bytes.utf8(bad))).as(bad).startsWith("\"text\":\"");
        }
    }

    @Test
    void what_is_no_text_is_base64() {
        Bytes noUtf8 = Bytes.owning(new byte[] {(byte) 0xff});
        for (String type : new String[] {"application/json", "text/plain", "application/octet-stream"}) {
            assertThat(shown(type, noUtf8)).isEqualTo("\"base64\":\"/w==\"");
        }
        assertThat(shown("application/octet-stream", Bytes.utf8("{}"))).isEqualTo("\"base64\":\"e30=\"");
        assertThat(shown("text/plain", Bytes.utf8("{}"))).isEqualTo("\"text\":\"{}\"");
    }
}
