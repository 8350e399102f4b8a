package dynamo.node.boot;

/** A value as written, and where: {@code node.yaml:3}, {@code DYNAMO_NODE_ID}, {@code --set}. */
record Raw(String key, String text, String origin) {}
