/** {@code ring simulate}: whole clusters replayed from seeds, several at a time, and what came of them added up. */
@NullMarked
package dynamo.tools.simulate;

import org.jspecify.annotations.NullMarked;
