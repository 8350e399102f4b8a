/**
 * Values that are JSON, for applications that have Jackson: a codec for classes and trees, and a merge of objects member by member.
 *
 * <p>Apart from {@code dynamo.client}, so that bytes and texts need no class of Jackson's for values.
 */
@NullMarked
package dynamo.client.json;

import org.jspecify.annotations.NullMarked;
