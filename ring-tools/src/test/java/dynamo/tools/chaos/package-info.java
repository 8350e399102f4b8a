@NullMarked
package dynamo.tools.chaos;

import org.jspecify.annotations.NullMarked;
