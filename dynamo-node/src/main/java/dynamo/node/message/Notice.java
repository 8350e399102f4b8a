package dynamo.node.message;

/** A message that wants no reply. */
public sealed interface Notice extends Message {

    /** Whether the sender's disk takes client writes; told when it changes. */
    record Space(boolean hasSpace) implements Notice {}
}
