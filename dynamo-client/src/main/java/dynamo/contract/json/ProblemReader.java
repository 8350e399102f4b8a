package dynamo.contract.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dynamo.contract.Outcome;
import dynamo.version.Bytes;
import java.io.IOException;

/**
 * Reads why a request failed, as RFC 9457 tells it, with our members. Never fails itself: what is no such document, for a
 * proxy stood in the way, is a problem all the same.
 */
public final class ProblemReader {
    private static final JsonFactory FACTORY = new JsonFactory();

    private String code = "";
    private String detail = "";
    private String requestId = "";
    private boolean retryable;
    private Outcome outcome;

    /**
     * What is known of a failure.
     *
     * @param code such as {@code quorum-timeout}; {@code http-502} where the answer had none
     * @param outcome what it says of itself, and unknown where it says nothing
     */
    public record Problem(
            int status, String code, String detail, String requestId, boolean retryable, Outcome outcome) {}

    private ProblemReader(int status) {
        outcome = status >= 500 ? Outcome.UNKNOWN : Outcome.NOT_APPLIED;
    }

    public static Problem read(int status, Bytes body) {
        ProblemReader reader = new ProblemReader(status);
        try (JsonParser from = FACTORY.createParser(body.toArray())) {
            if (from.nextToken() == JsonToken.START_OBJECT) {
                while (from.nextToken() == JsonToken.FIELD_NAME) {
                    String name = from.currentName();
                    from.nextToken();
                    reader.member(name, from);
                }
            }
        } catch (IOException e) {
            reader.detail = "the answer says no more";
        }
        return reader.problem(status);
    }

    private void member(String name, JsonParser from) throws IOException {
        switch (name) {
            case "code" -> code = from.getText();
            case "detail" -> detail = from.getText();
            case "requestId" -> requestId = from.getText();
            case "retryable" -> retryable = from.getValueAsBoolean();
            case "outcome" -> outcome = outcome(from.getText());
            default -> from.skipChildren();
        }
    }

    private Outcome outcome(String text) {
        for (Outcome each : Outcome.values()) {
            if (each.text().equals(text)) {
                return each;
            }
        }
        return outcome;
    }

    private Problem problem(int status) {
        return new Problem(
                status,
                code.isEmpty() ? "http-" + status : code,
                detail.isEmpty() ? "the answer says no more" : detail,
                requestId,
                retryable,
                outcome);
    }
}
