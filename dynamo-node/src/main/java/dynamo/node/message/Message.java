package dynamo.node.message;

/** What nodes say to each other. A closed set: {@link Request}s, their {@link Reply}s, {@link Notice}s, {@link Gossip}, and {@link RingNews}. */
public sealed interface Message permits Request, Reply, Notice, Gossip, RingNews {}
