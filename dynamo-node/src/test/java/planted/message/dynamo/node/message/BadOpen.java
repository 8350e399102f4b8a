package planted.message.dynamo.node.message;

interface BadOpen {}
