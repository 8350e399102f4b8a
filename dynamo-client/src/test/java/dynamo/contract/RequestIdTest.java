package dynamo.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of requests, and of the ways they fail. */
class RequestIdTest {

    @ParameterizedTest
    @ValueSource(strings = {"!", "~", "a", "7b1f-x/y?z"})
    void an_id_is_visible_ascii(String text) {
        assertThat(new RequestId(text, true).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "\t", "é", "\u007f", "a\u0000"})
    void anything_else_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new RequestId(text, true));
    }

    @Test
    void an_id_has_at_most_64_characters() {
        assertThat(RequestId.isValid("x".repeat(64))).isTrue();
        assertThat(RequestId.isValid("x".repeat(65))).isFalse();
    }

    @Test
    void only_what_was_sent_may_leave_an_outcome_unknown() {
        Set<ErrorCode> unknown = EnumSet.of(ErrorCode.QUORUM_TIMEOUT, ErrorCode.INTERNAL);

        for (ErrorCode code : ErrorCode.values()) {
            assertThat(Failure.of(code, "why").outcome())
                    .as(code.text())
                    .isEqualTo(unknown.contains(code) ? Outcome.UNKNOWN : Outcome.NOT_APPLIED);
        }
        assertThat(ErrorCode.QUORUM_NOT_AVAILABLE.text()).isEqualTo("quorum-not-available");
        assertThat(Outcome.NOT_APPLIED.text()).isEqualTo("not_applied");
    }
}
