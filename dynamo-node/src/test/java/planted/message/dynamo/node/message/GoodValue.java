package planted.message.dynamo.node.message;

record GoodValue(int attempts) {}
