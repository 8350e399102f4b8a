package dynamo.tools.check;

import com.google.common.collect.ImmutableList;

/**
 * What a read showed.
 *
 * @param ids write ids of live values
 * @param tombstones how many stood beside them
 * @param strange the beginnings of values that carry no id
 */
public record Found(ImmutableList<String> ids, int tombstones, ImmutableList<String> strange) {
    public static final Found NOTHING = new Found(ImmutableList.of(), 0, ImmutableList.of());

    public static Found of(String... ids) {
        return new Found(ImmutableList.copyOf(ids), 0, ImmutableList.of());
    }
}
