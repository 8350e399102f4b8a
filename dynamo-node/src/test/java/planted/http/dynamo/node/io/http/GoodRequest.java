package planted.http.dynamo.node.io.http;

import io.netty.handler.codec.http.HttpRequest;

record GoodRequest(HttpRequest request) {}
