package dynamo.client.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableSortedMap;
import dynamo.version.Bytes;
import dynamo.version.Content;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonCodecTest {
    /** A form of an application's. */
    record Profile(String name, int age) {}

    private static Content.Value stored(String json) {
        return new Content.Value(Bytes.utf8(json), "application/json", ImmutableSortedMap.of());
    }

    @Test
    void values_come_back_as_they_were() {
        JsonCodec<Profile> codec = JsonCodec.of(Profile.class);
        Content.Value stored = codec.encode(new Profile("alice", 7));
        assertThat(stored).isEqualTo(stored("{\"name\":\"alice\",\"age\":7}"));
        assertThat(codec.decode(stored)).isEqualTo(new Profile("alice", 7));
    }

    @Test
    void forms_may_have_type_parameters() {
        JsonCodec<Map<String, List<Integer>>> codec = JsonCodec.of(new ObjectMapper(), new TypeReference<>() {});
        assertThat(codec.decode(stored("{\"a\":[1,2]}"))).isEqualTo(Map.of("a", List.of(1, 2)));
    }

    @Test
    void a_member_that_would_be_dropped_is_an_error() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonCodec.of(Profile.class).decode(stored("{\"name\":\"a\",\"age\":1,\"more\":2}")));
    }

    @Test
    void what_is_no_such_value_is_refused() {
        JsonCodec<Profile> codec = JsonCodec.of(Profile.class);
        assertThatIllegalArgumentException().isThrownBy(() -> codec.decode(stored("{")));
        assertThatIllegalArgumentException().isThrownBy(() -> codec.decode(stored("null")));
        assertThatIllegalArgumentException().isThrownBy(() -> codec.decode(stored("[]")));
    }
}
