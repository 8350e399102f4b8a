/**
 * Causality: which write has seen which.
 *
 * <p>A dot names one write; a version vector says which dots a record covers; siblings are the values no dot of another
 * covers. There is one {@code sync}, and every copy of every record meets it. Pure values, no I/O.
 */
@NullMarked
package dynamo.version;

import org.jspecify.annotations.NullMarked;
