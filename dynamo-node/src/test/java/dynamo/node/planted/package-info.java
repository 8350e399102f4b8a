/**
 * Bugs planted on purpose, to check the checkers: {@code PlantedBug} weaves one into the running code, and takes it out
 * again. {@code PlantedAgent} does so in a real node.
 */
@NullMarked
package dynamo.node.planted;

import org.jspecify.annotations.NullMarked;
