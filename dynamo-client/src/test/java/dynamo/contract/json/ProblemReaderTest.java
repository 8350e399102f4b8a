package dynamo.contract.json;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.contract.Outcome;
import dynamo.contract.json.ProblemReader.Problem;
import dynamo.version.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemReaderTest {

    @Test
    void a_problem_says_what_it_did() {
        Problem problem = ProblemReader.read(504, Bytes.utf8("""
                        {"type":"about:blank","title":"Gateway Timeout","status":504,"detail":"1 of 2 answers",
                        "code":"quorum-timeout","requestId":"r1","retryable":true,"outcome":"unknown","required":2,
                        "partitions":[1,2]}"""));
        assertThat(problem)
                .isEqualTo(new Problem(504, "quorum-timeout", "1 of 2 answers", "r1", true, Outcome.UNKNOWN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>Bad Gateway</html>", "[]", "{}", "{\"code\":", "{\"outcome\":\"maybe\"}"})
    void what_is_no_problem_document_is_a_problem_all_the_same(String body) {
        Problem server = ProblemReader.read(502, Bytes.utf8(body));
        assertThat(server.code()).isEqualTo("http-502");
        assertThat(server.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(ProblemReader.read(403, Bytes.utf8(body)).outcome()).isEqualTo(Outcome.NOT_APPLIED);
    }
}
