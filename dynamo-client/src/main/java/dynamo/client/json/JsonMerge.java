package dynamo.client.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import dynamo.client.Resolver;
import dynamo.client.Versioned;
import java.util.Map;
import java.util.TreeMap;

/**
 * Merges JSON objects member by member: a member of one of them is in the result, and one that several have is merged in turn
 * where all are objects.
 *
 * <p>What it cannot know: which of two different texts, numbers or arrays is right, so it asks another resolver; and whether a
 * member that one side lacks was removed there or added here, so it stays.
 */
public final class JsonMerge implements Resolver<JsonNode> {
    private final Resolver<JsonNode> conflicts;

    private JsonMerge(Resolver<JsonNode> conflicts) {
        this.conflicts = conflicts;
    }

    /** @param conflicts decides where members differ and are not all objects; sees their siblings' ids and times */
    public static Resolver<JsonNode> objects(Resolver<JsonNode> conflicts) {
        return new JsonMerge(conflicts);
    }

    @Override
    public JsonNode resolve(ImmutableList<Versioned<JsonNode>> siblings) {
        JsonNode first = siblings.get(0).value().orElseThrow();
        if (siblings.stream().allMatch(each -> each.value().orElseThrow().equals(first))) {
            return first;
        }
        return siblings.stream().allMatch(each -> each.value().orElseThrow().isObject())
                ? merged(siblings)
                : conflicts.resolve(siblings);
    }

    /** Members in the order of their names, whatever the order of the siblings. */
    private ObjectNode merged(ImmutableList<Versioned<JsonNode>> siblings) {
        Map<String, ImmutableList.Builder<Versioned<JsonNode>>> members = new TreeMap<>();
        for (Versioned<JsonNode> sibling : siblings) {
            for (Map.Entry<String, JsonNode> member :
                    sibling.value().orElseThrow().properties()) {
                members.computeIfAbsent(member.getKey(), name -> ImmutableList.builder())
                        .add(sibling.with(member.getValue()));
            }
        }
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        members.forEach((name, each) -> merged.set(name, resolve(each.build())));
        return merged;
    }
}
