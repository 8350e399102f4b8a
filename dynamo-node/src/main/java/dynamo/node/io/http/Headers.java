package dynamo.node.io.http;

import io.netty.util.AsciiString;

/** Names and fixed values of the contract's headers. */
final class Headers {
    static final AsciiString ACCEPT = AsciiString.cached("Accept");
    static final AsciiString CACHE_CONTROL = AsciiString.cached("Cache-Control");
    static final AsciiString CAUSAL_CONTEXT = AsciiString.cached("Causal-Context");
    static final AsciiString CONTENT_ENCODING = AsciiString.cached("Content-Encoding");
    static final AsciiString CONTENT_RANGE = AsciiString.cached("Content-Range");
    static final AsciiString CONTENT_TYPE = AsciiString.cached("Content-Type");
    static final AsciiString ETAG = AsciiString.cached("ETag");
    static final AsciiString EXPECT = AsciiString.cached("Expect");
    static final AsciiString HOST = AsciiString.cached("Host");
    static final AsciiString IF_MATCH = AsciiString.cached("If-Match");
    static final AsciiString IF_NONE_MATCH = AsciiString.cached("If-None-Match");
    static final AsciiString LOCATION = AsciiString.cached("Location");
    static final AsciiString ORIGIN = AsciiString.cached("Origin");
    static final AsciiString PRECONDITION = AsciiString.cached("Dynamo-Precondition");
    static final AsciiString REPLICAS = AsciiString.cached("Dynamo-Replicas");
    static final AsciiString REQUEST_ID = AsciiString.cached("Request-Id");
    static final AsciiString RING_EPOCH = AsciiString.cached("Dynamo-Ring-Epoch");
    static final AsciiString SIBLING = AsciiString.cached("Dynamo-Sibling");
    static final AsciiString TRIES = AsciiString.cached("Dynamo-Tries");
    static final AsciiString SIBLINGS = AsciiString.cached("Dynamo-Siblings");
    static final AsciiString VARY = AsciiString.cached("Vary");

    static final String META_PREFIX = "dynamo-meta-";

    static final AsciiString NO_STORE = AsciiString.cached("no-store");
    static final AsciiString REVALIDATE = AsciiString.cached("no-cache, private");
    static final AsciiString NOT_ATOMIC = AsciiString.cached("checked-not-atomic");

    private Headers() {}
}
