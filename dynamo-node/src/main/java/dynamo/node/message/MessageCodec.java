package dynamo.node.message;

import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import dynamo.version.Decoder;
import dynamo.version.Encoder;
import dynamo.version.MalformedException;

/**
 * The one binary form of an {@link Envelope}.
 *
 * <pre>
 * version       u8
 * type          u8       which message; never reused
 * ring epoch    varint
 * start number  varint
 * correlation   varint
 * sender        string
 * extensions    of the envelope: count, then tag and length-prefixed bytes each
 * extensions    of the message, likewise
 * fields        of the message, to the end
 * </pre>
 *
 * <p>A field added later is an extension, which older nodes skip. A type or an enum constant they do not know makes the
 * message an {@link UnknownMessageException}: they drop it, and nothing else. Whatever changes otherwise is a new
 * version, which nodes agree on before they send the first message.
 *
 * <p>Decoding shares the given bytes: keys and values are slices of them.
 */
public final class MessageCodec {
    private static final int VERSION = 1;
    private static final int SMALL_MESSAGE_BYTES = 512;

    private MessageCodec() {}

    public static Bytes encode(Envelope envelope) {
        MessageForm<?> form = MessageForms.of(envelope.message());
        Encoder to = new Encoder(SMALL_MESSAGE_BYTES);
        to.u8(VERSION).u8(form.type());
        to.varint(envelope.ringEpoch()).varint(envelope.startNumber()).varint(envelope.correlation());
        Fields.nodeId(envelope.from(), to);
        Extensions.none(to);
        Extensions.none(to);
        form.write(envelope.message(), to);
        return to.toBytes();
    }

    /**
     * @throws MalformedException for bytes that no node writes
     * @throws UnknownMessageException for a message of a newer version
     */
    public static Envelope decode(Bytes encoded) {
        try {
            return read(new Decoder(encoded));
        } catch (IllegalArgumentException e) { // how the values say that they cannot be
            throw new MalformedException(String.valueOf(e.getMessage()));
        }
    }

    private static Envelope read(Decoder from) {
        int version = from.u8();
        if (version != VERSION) {
            throw new MalformedException("message encoding " + version + " is unknown");
        }
        int type = from.u8();
        long ringEpoch = from.varint();
        long startNumber = from.varint();
        long correlation = from.varint();
        NodeId sender = Fields.nodeId(from);
        Extensions.skip(from);
        MessageForm<?> form = MessageForms.of(type);
        Extensions.skip(from);
        Message message = form.read(from);
        from.end();
        return new Envelope(sender, startNumber, ringEpoch, correlation, message);
    }
}
