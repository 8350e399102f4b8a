package dynamo.client.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import dynamo.client.DynamoException;
import dynamo.client.Resolver;
import dynamo.client.Versioned;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonMergeTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Resolver<JsonNode> STRICT = JsonMerge.objects(Resolver.fail());
    private static final Resolver<JsonNode> NEWEST = JsonMerge.objects(Resolver.lastWriterWins());

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The later in the list, the newer. */
    private static JsonNode merged(Resolver<JsonNode> resolver, String... texts) {
        ImmutableList.Builder<Versioned<JsonNode>> siblings = ImmutableList.builder();
        for (int i = 0; i < texts.length; i++) {
            siblings.add(new Versioned<>(
                    Optional.of(json(texts[i])), Optional.of("id" + i), Optional.of(Instant.ofEpochSecond(i))));
        }
        return resolver.resolve(siblings.build());
    }

    @Test
    void members_of_either_side_are_in_the_result() {
        assertThat(merged(STRICT, "{'a':1,'b':2}", "{'b':2,'c':3}")).isEqualTo(json("{'a':1,'b':2,'c':3}"));
    }

    @Test
    void objects_within_are_merged_in_turn() {
        assertThat(merged(STRICT, "{'o':{'x':{'p':1}}}", "{'o':{'x':{'q':2},'y':3}}", "{}"))
                .isEqualTo(json("{'o':{'x':{'p':1,'q':2},'y':3}}"));
    }

    @Test
    void where_both_changed_one_member_another_resolver_decides() {
        assertThat(merged(NEWEST, "{'n':'old','a':1}", "{'n':'new','b':2}")).isEqualTo(json("{'n':'new','a':1,'b':2}"));
        assertThatThrownBy(() -> merged(STRICT, "{'n':1}", "{'n':2}")).isInstanceOf(DynamoException.Unresolved.class);
    }

    @Test
    void an_object_beside_something_else_is_a_conflict_and_so_are_different_arrays() {
        assertThat(merged(NEWEST, "{'n':{'a':1}}", "{'n':7}")).isEqualTo(json("{'n':7}"));
        assertThat(merged(NEWEST, "{'n':[1]}", "{'n':[1,2]}")).isEqualTo(json("{'n':[1,2]}"));
        assertThat(merged(NEWEST, "[1]", "[2]")).isEqualTo(json("[2]"));
    }

    @Test
    void members_come_in_one_order_whatever_that_of_the_siblings() {
        assertThat(merged(STRICT, "{'b':1}", "{'a':2}").toString())
                .isEqualTo(merged(STRICT, "{'a':2}", "{'b':1}").toString());
    }
}
