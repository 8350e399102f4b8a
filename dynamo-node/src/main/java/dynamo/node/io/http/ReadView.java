package dynamo.node.io.http;

import dynamo.contract.json.JsonEnvelope;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a record is to be shown.
 *
 * @param sibling the one that is wanted
 * @param lastWriter whether only the sibling of the highest timestamp is wanted
 * @param asEnvelope whether always as JSON
 */
record ReadView(Optional<String> sibling, boolean lastWriter, boolean asEnvelope) {

    /** Of a read. */
    static ReadView take(Query query, HttpHeaders headers) {
        Optional<String> sibling = query.take("sibling");
        boolean lastWriter = query.take("resolve", "lww").isPresent();
        if (sibling.isPresent() && lastWriter) {
            throw Refusal.badRequest("sibling and resolve exclude each other");
        }
        return new ReadView(sibling, lastWriter, takeFormat(query, headers));
    }

    /** Of what a write made, when it is to be returned. */
    static Optional<ReadView> takeReturned(Query query, HttpHeaders headers) {
        if (query.take("return", "body").isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ReadView(Optional.empty(), false, takeFormat(query, headers)));
    }

    private static boolean takeFormat(Query query, HttpHeaders headers) {
        return query.take("format", "json").isPresent() || acceptsEnvelope(headers.getAll(Headers.ACCEPT));
    }

    /** By name only: whoever takes anything gets the value itself. */
    private static boolean acceptsEnvelope(List<String> accepted) {
        for (String line : accepted) {
            for (String range : line.toLowerCase(Locale.ROOT).split(",", -1)) {
                String[] parts = range.split(";", -1);
                if (parts[0].strip().equals(JsonEnvelope.MEDIA_TYPE) && !isRefused(parts)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isRefused(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].strip().matches("q=0(\\.0{0,3})?")) {
                return true;
            }
        }
        return false;
    }
}
