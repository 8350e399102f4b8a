package dynamo.node.io.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dynamo.version.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The contract as it is published: written as YAML, served as JSON. */
final class OpenApi {
    private static final String SOURCE = "/openapi.yaml";

    private @Nullable Bytes json;

    /** Made when first asked for. */
    synchronized Bytes json() {
        if (json == null) {
            json = translate();
        }
        return json;
    }

    private static Bytes translate() {
        try (InputStream source = OpenApi.class.getResourceAsStream(SOURCE);
                JsonParser from = new YAMLFactory().createParser(source);
                ByteArrayBuilder bytes = new ByteArrayBuilder();
                JsonGenerator to = JsonDocument.FACTORY.createGenerator(bytes)) {
            while (from.nextToken() != null) {
                to.copyCurrentEvent(from);
            }
            to.flush();
            return Bytes.owning(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
