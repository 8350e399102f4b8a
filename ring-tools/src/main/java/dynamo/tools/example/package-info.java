/**
 * A shopping cart kept with the Java client, to read and to run: what an application does about concurrent values.
 *
 * <p>Begin with {@code CartExample}; {@code Cart} shows a value that merges without losing what was added or bringing back what was
 * removed.
 */
@NullMarked
package dynamo.tools.example;

import org.jspecify.annotations.NullMarked;
