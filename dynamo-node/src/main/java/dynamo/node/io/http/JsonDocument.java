package dynamo.node.io.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dynamo.version.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Something written as JSON. */
interface JsonDocument {
    String MEDIA_TYPE = "application/json";
    JsonFactory FACTORY = new JsonFactory();

    void write(JsonGenerator to) throws IOException;

    /** A member that may be null. */
    static void write(String name, Optional<String> text, JsonGenerator to) throws IOException {
        if (text.isPresent()) {
            to.writeStringField(name, text.get());
        } else {
            to.writeNullField(name);
        }
    }

    static Bytes bytes(JsonDocument document) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder();
                JsonGenerator to = FACTORY.createGenerator(bytes)) {
            to.writeStartObject();
            document.write(to);
            to.writeEndObject();
            to.flush();
            return Bytes.owning(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // writes to memory: cannot happen
        }
    }
}
