package dynamo.contract.json;

import com.google.common.collect.ImmutableList;

/** Where keys lie, as {@code GET /v1/routing} shows it: for each partition the names of its homes. */
public record ShownRing(long epoch, ImmutableList<ImmutableList<String>> homes) {

    public int partitions() {
        return homes.size();
    }

    public ImmutableList<String> homes(int partition) {
        return homes.get(partition);
    }
}
