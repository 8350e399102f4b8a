/**
 * Commands that change who is a member and who owns what, in the way of Riak: changes are staged, {@code ring plan} shows
 * what they would do together, and {@code ring commit} does what was shown and nothing else.
 *
 * <p>What others will feel is asked for on a terminal, and wants {@code --yes} anywhere else.
 */
@NullMarked
package dynamo.tools.change;

import org.jspecify.annotations.NullMarked;
