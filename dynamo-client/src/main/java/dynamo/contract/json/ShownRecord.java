package dynamo.contract.json;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * What a siblings document shows of a key.
 *
 * @param context covers all of the siblings; absent where the document has none
 */
public record ShownRecord(Optional<String> context, ImmutableList<ShownSibling> siblings) {}
