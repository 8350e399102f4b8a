package dynamo.contract.json;

import com.google.common.collect.ImmutableMap;
import dynamo.version.Bytes;
import java.util.Optional;

/**
 * A value as a pure-JSON client sends it: exactly one of {@code json}, {@code text} and {@code base64}, with an optional
 * type, context and metadata.
 *
 * @param value the bytes to store; of {@code json} its characters as they were sent
 * @param contentType as named, else the default of the form
 * @param metadata names and values as sent
 */
public record JsonEnvelope(
        Bytes value, String contentType, Optional<String> context, ImmutableMap<String, String> metadata) {

    /** The media type of envelopes and siblings documents; never that of a stored value. */
    public static final String MEDIA_TYPE = "application/vnd.dynamo+json";

    /** @throws dynamo.version.MalformedException saying what is wrong, for everything that is no such envelope */
    public static JsonEnvelope parse(Bytes body) {
        return new EnvelopeReader().read(body);
    }
}
