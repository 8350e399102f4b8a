package dynamo.node.io.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Locale;

/** HTTP's statuses in HTTP's words (RFC 9110 section 15). */
final class Status {
    private Status() {}

    static String reason(int status) {
        return switch (status) {
            case 413 -> "Content Too Large"; // renamed since the library's table was made
            case 414 -> "URI Too Long";
            default -> HttpResponseStatus.valueOf(status).reasonPhrase();
        };
    }

    /** In kebab case, such as {@code length-required}. */
    static String code(int status) {
        return reason(status).toLowerCase(Locale.ROOT).replace(' ', '-');
    }
}
