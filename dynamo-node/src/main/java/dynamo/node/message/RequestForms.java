package dynamo.node.message;

import com.google.common.collect.ImmutableList;
import dynamo.contract.Key;
import dynamo.contract.Quorum;
import dynamo.contract.RequestId;
import dynamo.ring.Placement;
import dynamo.version.Content;
import dynamo.version.Decoder;
import dynamo.version.Encoder;
import dynamo.version.VersionVector;
import dynamo.version.WriteId;

/** How {@link Request}s are written. What holds a value comes last. */
final class RequestForms {
    private static final ImmutableList<WriteKind> WRITE_KINDS = ImmutableList.copyOf(WriteKind.values());
    private static final ImmutableList<Placement.Stage> STAGES = ImmutableList.copyOf(Placement.Stage.values());

    private RequestForms() {}

    static void writeCoordinate(Request.Coordinate request, Encoder to) {
        Fields.key(request.key(), to);
        to.raw(request.context().encoded());
        request.writeId().encode(to);
        to.string(request.requestId().text()).bool(request.requestId().named());
        Fields.number(request.quorum().n(), to);
        Fields.number(request.quorum().needed(), to);
        to.bool(request.quorum().sloppy());
        Fields.number(request.timeoutMillis(), to);
        to.bool(request.returnBody());
        request.content().encode(to);
    }

    static Request.Coordinate readCoordinate(Decoder from) {
        Key key = Fields.key(from);
        VersionVector context = VersionVector.decode(from);
        WriteId writeId = WriteId.decode(from);
        RequestId requestId = new RequestId(from.string(RequestId.CHARS_MAX), from.bool());
        Quorum quorum = new Quorum(Fields.number(from), Fields.number(from), from.bool());
        int timeoutMillis = Fields.number(from);
        boolean returnBody = from.bool();
        Content content = Content.decode(from);
        return new Request.Coordinate(key, content, context, writeId, requestId, quorum, timeoutMillis, returnBody);
    }

    static void writeWrite(Request.Write request, Encoder to) {
        Fields.constant(request.kind(), to);
        Fields.key(request.key(), to);
        Fields.optional(request.remember(), WriteId::encode, to);
        to.bool(request.whole());
        Fields.optional(request.hintedFor(), Fields::nodeId, to);
        Fields.siblings(request.record(), to);
    }

    static Request.Write readWrite(Decoder from) {
        WriteKind kind = Fields.constant(WRITE_KINDS, from);
        Key key = Fields.key(from);
        var remember = Fields.optional(WriteId::decode, from);
        boolean whole = from.bool();
        var hintedFor = Fields.optional(Fields::nodeId, from);
        return new Request.Write(kind, key, Fields.siblings(from), remember, whole, hintedFor);
    }

    static void writeRead(Request.Read request, Encoder to) {
        Fields.constant(request.stage(), to);
        Fields.key(request.key(), to);
    }

    static Request.Read readRead(Decoder from) {
        Placement.Stage stage = Fields.constant(STAGES, from);
        return new Request.Read(Fields.key(from), stage);
    }

    static void writeSuperseded(Request.Superseded request, Encoder to) {
        Fields.constant(request.stage(), to);
        Fields.key(request.key(), to);
        Fields.dots(request.dots(), to);
        Fields.dots(request.known(), to);
    }

    static Request.Superseded readSuperseded(Decoder from) {
        Placement.Stage stage = Fields.constant(STAGES, from);
        return new Request.Superseded(Fields.key(from), Fields.dots(from), Fields.dots(from), stage);
    }

    static void writeHello(Request.Hello request, Encoder to) {
        to.i64(request.disk())
                .i64(request.startNonce())
                .bool(request.hasSpace())
                .bool(request.rowsLost());
    }

    static Request.Hello readHello(Decoder from) {
        return new Request.Hello(from.i64(), from.i64(), from.bool(), from.bool());
    }
}
