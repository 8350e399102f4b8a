/**
 * The admin port, seen from outside: asking it, and what its documents say.
 *
 * <p>Documents are read leniently, for tool and node need not be of one version: what is missing has a usual value, what
 * is new is passed over.
 */
@NullMarked
package dynamo.tools.admin;

import org.jspecify.annotations.NullMarked;
