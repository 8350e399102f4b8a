package planted.outside.dynamo.node.replica;

import java.util.concurrent.CompletableFuture;

record BadFuture(CompletableFuture<String> answer) {}
