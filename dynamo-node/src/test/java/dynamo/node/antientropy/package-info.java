@NullMarked
package dynamo.node.antientropy;

import org.jspecify.annotations.NullMarked;
