package dynamo.node.message;

import dynamo.version.Decoder;
import dynamo.version.Encoder;

/** How {@link Notice}s are written. */
final class NoticeForms {
    private NoticeForms() {}

    static void writeSpace(Notice.Space notice, Encoder to) {
        to.bool(notice.hasSpace());
    }

    static Notice.Space readSpace(Decoder from) {
        return new Notice.Space(from.bool());
    }
}
