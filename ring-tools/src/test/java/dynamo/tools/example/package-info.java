@NullMarked
package dynamo.tools.example;

import org.jspecify.annotations.NullMarked;
