package dynamo.node.io.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * The library's decoder without its leniency for folded header lines, which others read as headers of their own (RFC
 * 9112 section 5.2); and it tells when a head begins, for that must not take long.
 */
final class StrictRequestDecoder extends HttpRequestDecoder {
    private static final int CONTENT_BYTES_MAX = 64 * 1024;

    private final Runnable onHeadBegun;
    /** Between two requests, or in the head of one. */
    private boolean beforeBody = true;

    private boolean insideHead;
    private boolean broken;

    StrictRequestDecoder(Runnable onHeadBegun) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(HttpConfig.LINE_BYTES_MAX)
                .setMaxHeaderSize(HttpConfig.HEADER_BYTES_MAX)
                .setMaxChunkSize(CONTENT_BYTES_MAX)
                .setAllowDuplicateContentLengths(false)
                .setUseRfc9112TransferEncoding(true)
                .setStrictLineParsing(true));
        this.onHeadBegun = onHeadBegun;
    }

    boolean isInsideHead() {
        return insideHead;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (broken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (beforeBody && foldsIn(in)) {
            broken = true;
            in.skipBytes(in.readableBytes());
            out.add(folded());
            return;
        }
        int outBefore = out.size();
        super.decode(context, in, out);
        for (int i = outBefore; i < out.size(); i++) {
            onDecoded(out.get(i));
        }
    }

    private void onDecoded(Object message) {
        if (message instanceof HttpRequest) {
            beforeBody = false;
            insideHead = false;
            broken = message instanceof FullHttpRequest; // how the library says that it gave up
        }
        if (message instanceof LastHttpContent last) {
            broken |= last.decoderResult().isFailure();
            beforeBody = !broken;
        }
    }

    /** Looks at the lines of one head, as far as they have come. */
    private boolean foldsIn(ByteBuf in) {
        int at = in.readerIndex();
        if (!insideHead) {
            while (at < in.writerIndex() && isLineEnd(in.getByte(at))) {
                at++;
            }
            if (at == in.writerIndex()) {
                return false;
            }
            insideHead = true;
            onHeadBegun.run();
        }
        boolean lineStarts = true; // heads are consumed by the line
        for (; at < in.writerIndex(); at++) {
            byte b = in.getByte(at);
            if (lineStarts && (b == ' ' || b == '\t')) {
                return true;
            }
            if (lineStarts && isLineEnd(b)) {
                return false; // the head's end
            }
            lineStarts = b == '\n';
        }
        return false;
    }

    private static boolean isLineEnd(byte b) {
        return b == '\r' || b == '\n';
    }

    private static HttpRequest folded() {
        HttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
        request.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("folded header line")));
        return request;
    }
}
