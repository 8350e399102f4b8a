package dynamo.node.message;

/** What nodes say to each other. A closed set: {@link Request}s, their {@link Reply}s, {@link Notice}s, and {@link Gossip}. */
public sealed interface Message permits Request, Reply, Notice, Gossip {}
