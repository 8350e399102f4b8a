package dynamo.client;

import com.google.common.collect.ImmutableMap;
import dynamo.version.Bytes;
import java.util.Optional;

/**
 * What came back.
 *
 * @param headers by name in lower case; of a name that is repeated, the last
 * @param isLast whether the server closes the connection after it
 */
record HttpAnswer(int status, ImmutableMap<String, String> headers, Bytes body, boolean isLast) {

    Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }

    String headerOr(String lowerCaseName, String otherwise) {
        return headers.getOrDefault(lowerCaseName, otherwise);
    }
}
