package dynamo.node.message;

/** What nodes say to each other. A closed set: {@link Request}s, their {@link Reply}s, and {@link Notice}s. */
public sealed interface Message permits Request, Reply, Notice {}
