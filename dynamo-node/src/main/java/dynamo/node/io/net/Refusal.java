package dynamo.node.io.net;

import com.google.common.collect.ImmutableList;

/** Why a handshake ended without a connection. The order of the constants is part of the wire: new ones go to the end. */
enum Refusal {
    /** A reason of a newer version. */
    OTHER("it gives a reason this version does not know"),
    /** The first bytes are not those of a peer: a browser, a port scan, another program. */
    NOT_A_PEER("what came is no handshake of this program"),
    /** They are, but what follows is damaged. */
    DAMAGED("the handshake is damaged"),
    /** No version both sides speak. */
    VERSION("there is no protocol version both speak"),
    CLUSTER("the cluster id is another one"),
    SECRET("the cluster secret is another one: cluster.secret must be the same on all nodes"),
    /** Not the node that was dialled: its address is wrong, or was taken over. */
    WRONG_NODE("another node answers at this address"),
    /** A node met its own name: it dialled itself, or two nodes have one name. */
    OWN_NAME("it has this node's own name");

    private static final ImmutableList<Refusal> CODES = ImmutableList.copyOf(values());

    private final String text;

    Refusal(String text) {
        this.text = text;
    }

    static Refusal ofCode(int code) {
        return code < CODES.size() ? CODES.get(code) : OTHER;
    }

    int code() {
        return ordinal();
    }

    String text() {
        return text;
    }
}
