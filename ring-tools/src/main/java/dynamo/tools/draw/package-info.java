/**
 * Pictures of a ring: in the terminal, and as SVG.
 *
 * <p>Both draw a {@code Picture}, made of a cluster's documents or of a forecast. Every owner has a letter besides its
 * colour, so neither needs colour to be read.
 */
@NullMarked
package dynamo.tools.draw;

import org.jspecify.annotations.NullMarked;
