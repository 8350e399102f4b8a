package dynamo.tools.data;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import com.google.common.collect.ImmutableList;
import dynamo.client.Read;
import dynamo.client.Versioned;
import dynamo.contract.Key;
import dynamo.version.Content;
import java.util.Optional;

/** What a read found, in the form of the contract's siblings document. */
final class ReadDocument {
    private ReadDocument() {}

    static ImmutableList<Versioned<Content.Value>> values(Read<Content.Value> read) {
        if (read instanceof Read.Single<Content.Value> single) {
            return ImmutableList.of(single.value());
        }
        return read instanceof Read.Siblings<Content.Value> siblings ? siblings.values() : ImmutableList.of();
    }

    static String of(Key key, Read<Content.Value> read) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("bucket", key.bucket()).put("key", key.key().asUtf8());
        if (!read.context().isNone()) {
            document.put("context", read.context().token());
        }
        var siblings = document.putArray("siblings");
        values(read).forEach(value -> write(siblings.addObject(), value));
        return document.toString();
    }

    private static void write(ObjectNode to, Versioned<Content.Value> versioned) {
        versioned.id().ifPresent(id -> to.put("id", id));
        versioned.modified().ifPresent(modified -> to.put("modified", modified.toString()));
        if (versioned.isDeleted()) {
            to.put("deleted", true);
            return;
        }
        Content.Value value = versioned.value().orElseThrow();
        to.put("contentType", value.contentType());
        String type = value.contentType().replaceAll(";.*", "").strip();
        Optional<String> text = ValueText.utf8(value.bytes());
        boolean isJson = type.equals("application/json") || type.endsWith("+json");
        if (isJson && text.flatMap(ValueText::json).isPresent()) {
            to.putRawValue("json", new RawValue(text.get().strip())); // with every digit
        } else if (text.isPresent() && (isJson || type.startsWith("text/"))) {
            to.put("text", text.get());
        } else {
            to.put("base64", ValueText.base64(value.bytes()));
        }
        if (!value.metadata().isEmpty()) {
            ObjectNode meta = to.putObject("meta");
            value.metadata().forEach(meta::put);
        }
    }
}
