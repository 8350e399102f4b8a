package dynamo.tools.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerReaderTest {

    private static final String READ = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\ncausal-context: AQI\r\n"
            + "Dynamo-Siblings: 3\r\nX-Other: y\r\n\r\nhello";
    private static final String WRITTEN = "HTTP/1.1 204 No Content\r\nCausal-Context: AQJ\r\nConnection: close\r\n\r\n";
    private static final String CHUNKED = """
            HTTP/1.1 100 Continue

            HTTP/1.1 300 Multiple Choices
            Transfer-Encoding: chunked

            5;x=y
            hello
            A
            , siblings
            0
            Trailer: x

            """.replace("\n", "\r\n");

    @Test
    void answers_are_read_however_their_bytes_arrive() {
        byte[] all = (READ + CHUNKED + WRITTEN).getBytes(StandardCharsets.US_ASCII);
        for (int piece = 1; piece <= all.length; piece++) {
            List<HttpAnswer> answers = read(all, piece);

            assertThat(answers).extracting(HttpAnswer::status).containsExactly(200, 300, 204);
            assertThat(answers).extracting(HttpAnswer::context).containsExactly("AQI", "", "AQJ");
            assertThat(answers).extracting(HttpAnswer::siblings).containsExactly(3, 0, 0);
            assertThat(answers).extracting(HttpAnswer::isLast).containsExactly(false, false, true);
            assertThat(answers)
                    .extracting(answer -> answer.body().asUtf8())
                    .containsExactly("hello", "hello, siblings", "");
        }
    }

    @Test
    void an_answer_that_is_too_large_is_not_read() {
        byte[] large = "HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> read(large, large.length)).hasMessage("an answer of more than 100 bytes");

        byte[] endless = new byte[20_000];
        assertThatThrownBy(() -> read(endless, 1000)).hasMessage("a line of the answer is too long");
    }

    @Test
    void what_is_no_http_is_said() {
        byte[] other = "SSH-2.0-OpenSSH_9.2\r\n".getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> read(other, 7)).hasMessage("not an HTTP answer");
    }

    private static List<HttpAnswer> read(byte[] all, int piece) {
        AnswerReader reader = new AnswerReader(100);
        ByteBuf buffer = Unpooled.buffer();
        List<HttpAnswer> answers = new ArrayList<>();
        for (int from = 0; from < all.length; from += piece) {
            buffer.writeBytes(all, from, Math.min(piece, all.length - from));
            for (var answer = reader.read(buffer); answer.isPresent(); answer = reader.read(buffer)) {
                answers.add(answer.get());
            }
        }
        return answers;
    }
}
