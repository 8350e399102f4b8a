/**
 * Commands that read and write values, through the Java client: what an operator does with a key, or a script with a few.
 *
 * <p>A write without a context is concurrent with what is stored, as everywhere in this store; the answer says when
 * siblings came of it, and what to do then.
 */
@NullMarked
package dynamo.tools.data;

import org.jspecify.annotations.NullMarked;
