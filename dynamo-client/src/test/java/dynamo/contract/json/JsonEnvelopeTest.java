package dynamo.contract.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dynamo.version.Bytes;
import dynamo.version.MalformedException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonEnvelopeTest {

    private static JsonEnvelope parse(String json) {
        return JsonEnvelope.parse(Bytes.utf8(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "0",
                "-0.10",
                "1e-7",
                "12345678901234567890123",
                "1.000000000000000000001",
                "true",
                "\"a \\u00e9 é 💡\"",
                "\"\"",
                "[]",
                "{}",
                "[1, 2 ,\t3]",
                "{ \"b\" : 1.50 , \"a\" : [ {} , [] ] }",
                "\"\\ud800\""
            })
    void json_is_kept_character_for_character(String json) {
        for (String around : new String[] {"{\"json\":%s}", "{ \"json\" :\n %s \n, \"context\":\"x\"}"}) {
            assertThat(parse(around.formatted(json)).value()).isEqualTo(Bytes.utf8(json));
        }
    }

    @Test
    void any_json_is_kept_character_for_character() {
        for (long seed = 0; seed < 300; seed++) {
            String json = randomJson(new Random(seed), 4);
            Bytes kept = parse("{\"meta\":{\"a\":\"b\"},\"json\": " + json + " ,\"context\":\"c\"}")
                    .value();
            assertThat(kept.asUtf8()).as("seed %s", seed).isEqualTo(json);
        }
    }

    private static String randomJson(Random random, int depth) {
        StringBuilder json = new StringBuilder();
        switch (random.nextInt(depth > 0 ? 6 : 4)) {
            case 0 -> json.append(random.nextInt() / 1000.0);
            case 1 -> json.append(random.nextBoolean() ? "true" : "null");
            case 2 -> json.append(random.nextLong());
            case 3 -> json.append("\"é\\n\\\"💡").append(random.nextInt()).append('"');
            case 4 -> {
                json.append('[').append(blanks(random));
                for (int i = random.nextInt(4); i > 0; i--) {
                    json.append(randomJson(random, depth - 1)).append(i > 1 ? " ," : " ");
                }
                json.append(']');
            }
            default -> {
                json.append('{').append(blanks(random));
                for (int i = random.nextInt(4); i > 0; i--) {
                    json.append("\"n").append(i).append("\" : ").append(randomJson(random, depth - 1));
                    json.append(i > 1 ? "," : "\n");
                }
                json.append('}');
            }
        }
        return json.toString();
    }

    private static String blanks(Random random) {
        return " \t\n".substring(0, random.nextInt(3));
    }

    @Test
    void each_form_has_its_type() {
        assertThat(parse("{\"json\":1}").contentType()).isEqualTo("application/json");
        assertThat(parse("{\"text\":\"x\"}").contentType()).isEqualTo("text/plain; charset=utf-8");
        assertThat(parse("{\"base64\":\"AA==\"}").contentType()).isEqualTo("application/octet-stream");
        assertThat(parse("{\"contentType\":\"text/html\",\"text\":\"x\"}").contentType())
                .isEqualTo("text/html");
    }

    @Test
    void text_and_base64_are_decoded() {
        assertThat(parse("{\"text\":\"a\\u0000\\u00e9\\ud83d\\udca1\"}").value())
                .isEqualTo(Bytes.utf8("a\0é💡"));
        assertThat(parse("{\"base64\":\"/+8=\"}").value())
                .isEqualTo(Bytes.owning(new byte[] {(byte) 0xff, (byte) 0xef}));
    }

    @Test
    void context_and_metadata_come_along() {
        JsonEnvelope envelope = parse("{\"text\":\"x\",\"context\":\"abc\",\"meta\":{\"Owner\":\"bob\",\"b\":\"\"}}");
        assertThat(envelope.context()).contains("abc");
        assertThat(envelope.metadata()).containsEntry("Owner", "bob").containsEntry("b", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "\"x\"",
                "1",
                "{}",
                "{\"text\":1}",
                "{\"text\":null}",
                "{\"base64\":\"***\"}",
                "{\"base64\":\"-_8=\"}",
                "{\"json\":1}x",
                "{\"json\":1}{}",
                "{\"json\":NaN}",
                "{\"json\":Infinity}",
                "{\"json\":01}",
                "{\"json\":1,}",
                "{'json':1}",
                "{\"json\":1/*x*/}",
                "{\"json\":1,\"text\":\"x\"}",
                "{\"json\":1,\"json\":2}",
                "{\"json\":{\"a\":1,\"a\":2}}",
                "{\"json\":1,\"contxt\":\"x\"}",
                "{\"json\":1,\"context\":null}",
                "{\"json\":1,\"contentType\":1}",
                "{\"json\":1,\"meta\":[]}",
                "{\"json\":1,\"meta\":{\"a\":1}}",
                "{\"json\":1,\"meta\":{\"a\":\"1\",\"a\":\"2\"}}",
                "{\"text\":\"\\ud800\"}",
                "\ufeff{\"json\":1}"
            })
    void what_is_no_envelope_is_refused(String json) {
        assertThatThrownBy(() -> parse(json)).isInstanceOf(MalformedException.class);
    }

    @Test
    void bytes_that_are_no_utf8_are_refused() {
        for (int[] bad : new int[][] {{0xff}, {0xc0, 0xaf}, {0xed, 0xa0, 0x80}}) {
            byte[] body = "{\"text\":\"xxx\"}".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
            for (int i = 0; i < bad.length; i++) {
                body[9 + i] = (byte) bad[i];
            }
            assertThatThrownBy(() -> JsonEnvelope.parse(Bytes.owning(body))).isInstanceOf(MalformedException.class);
        }
        byte[] utf16 = "{\"json\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_16);
        assertThatThrownBy(() -> JsonEnvelope.parse(Bytes.owning(utf16))).isInstanceOf(MalformedException.class);
    }

    @Test
    void depth_digits_and_names_have_limits() {
        String deep = "[".repeat(32) + "]".repeat(32);
        assertThat(parse("{\"json\":" + deep + "}").value().length()).isEqualTo(64);
        for (String json : new String[] {
            "[".repeat(33) + "]".repeat(33),
            "[".repeat(100_000),
            "{\"a\":".repeat(100_000),
            "1".repeat(1_000_000),
            "1" + "0".repeat(1000) + "e1",
            manyNames(100_000)
        }) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> parse("{\"json\":" + json + "}")).isInstanceOf(MalformedException.class);
            assertThat((System.nanoTime() - start) / 1_000_000).isLessThan(2_000);
        }
        assertThat(parse("{\"json\":1e999999999}").value().length()).isEqualTo(11);
        assertThat(parse("{\"json\":" + manyNames(40_000) + "}").value().isEmpty())
                .isFalse();
    }

    private static String manyNames(int count) {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < count; i++) {
            json.append(i == 0 ? "" : ",").append("\"n").append(i).append("\":1");
        }
        return json.append('}').toString();
    }

    @Test
    void a_refusal_names_none_of_our_parts() {
        assertThatThrownBy(() -> parse("{\"json\":1,}")).hasMessageNotContainingAny("Exception", "java.", "com.", "\n");
        assertThatThrownBy(() -> parse("{\"a\\u0007\\\"b\":1}")).hasMessage("an envelope has no member \"a?\"b\"");
    }
}
