package planted.http.dynamo.node.io.net;

import io.netty.handler.codec.http.HttpRequest;

record BadRequest(HttpRequest request) {}
