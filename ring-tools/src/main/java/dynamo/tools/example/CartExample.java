package dynamo.tools.example;

import dynamo.client.Bucket;
import dynamo.client.DynamoClient;
import dynamo.client.Read;
import dynamo.client.Resolver;
import dynamo.client.json.JsonCodec;
import dynamo.node.boot.EmbeddedNode;
import java.io.PrintStream;
import java.util.UUID;

/**
 * Two devices change one cart without having seen each other's changes, and nothing is lost: {@code CartExample [HOST:PORT ...]}.
 * Without arguments it starts a node of its own, in memory.
 */
public final class CartExample {
    private static final Resolver<Cart> MERGE = Resolver.merging(Cart::merge);

    private final Bucket<Cart> carts;
    private final String owner;
    private final PrintStream out;

    CartExample(DynamoClient client, String owner, PrintStream out) {
        carts = client.bucket("carts", JsonCodec.of(Cart.class));
        this.owner = owner;
        this.out = out;
    }

    public static void main(String... nodes) {
        if (nodes.length > 0) {
            run(nodes);
        } else {
            try (EmbeddedNode node = EmbeddedNode.start()) {
                run(node.address());
            }
        }
    }

    private static void run(String... nodes) {
        try (DynamoClient client = DynamoClient.builder().seeds(nodes).build()) {
            new CartExample(client, "alice-" + UUID.randomUUID(), System.out).run();
        }
    }

    /** The usual way is {@code update}; phone and laptop write by hand here, to be concurrent for certain. */
    Cart run() {
        carts.update(owner, MERGE, found -> add(add(found.orElse(Cart.EMPTY), "milk", 1), "bread", 1));
        Read<Cart> seen = carts.get(owner);
        Cart cart = seen.resolve(MERGE).orElseThrow();
        out.println("phone and laptop both see   " + cart.items());

        Cart phone = add(cart.without("milk"), "eggs", 6);
        carts.put(owner, phone, seen.context());
        out.println("phone makes of it           " + phone.items());
        Cart laptop = add(cart, "tea", 2);
        carts.put(owner, laptop, seen.context());
        out.println("laptop makes of it          " + laptop.items());

        Read<Cart> read = carts.get(owner);
        out.println("stored are                  " + read.live().size() + " siblings");
        Cart merged = carts.update(owner, MERGE, found -> found.orElse(Cart.EMPTY));
        out.println("the next to look merges     " + merged.items() + " (milk stays removed)");
        out.println("stored is                   " + carts.get(owner).live().size() + " value");
        return merged;
    }

    private static Cart add(Cart to, String item, int count) {
        return to.with(UUID.randomUUID().toString(), item, count);
    }
}
