package dynamo.node.message;

import dynamo.version.Decoder;
import dynamo.version.Encoder;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * How one kind of message is written and read back.
 *
 * @param type its byte on the wire
 */
record MessageForm<M extends Message>(
        int type, Class<M> kind, BiConsumer<M, Encoder> writer, Function<Decoder, M> reader) {

    void write(Message message, Encoder to) {
        writer.accept(kind.cast(message), to);
    }

    M read(Decoder from) {
        return reader.apply(from);
    }
}
