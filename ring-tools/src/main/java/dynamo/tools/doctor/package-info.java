/**
 * {@code ring doctor}: everything that can be checked from outside, each with what to do about it.
 *
 * <p>A {@code NodeReport} holds what one node says; checks are functions of reports to {@code Finding}s and ask nobody
 * themselves.
 */
@NullMarked
package dynamo.tools.doctor;

import org.jspecify.annotations.NullMarked;
