package dynamo.node.io.http;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.node.io.http.HttpSocket.Reply;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DataPortTest {
    private static ServedCluster node;
    private static int keys;

    @BeforeAll
    static void start() throws Exception {
        node = ServedCluster.alone();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static String fresh() {
        return "/v1/kv/b/k" + ++keys;
    }

    @Test
    void what_was_put_is_got() throws IOException {
        try (HttpSocket to = node.first().toData()) {
            String key = fresh();
            Reply put = to.put(key, "hello", "Content-Type: text/plain");
            assertThat(put.status()).isEqualTo(204);
            Reply got = to.get(key);
            assertThat(got.status()).isEqualTo(200);
            assertThat(got.text()).isEqualTo("hello");
        }
    }
}
