/**
 * Who owns what, and how that changes: never by itself, only by an operator's plan, staged, seen and committed.
 *
 * <p>{@code RingPlan} is what was decided: from which ring, to which; the highest wins whole. {@code Progress} is how far its moves
 * are: facts that only grow, one row per member, joined and never overwritten. {@code Ownership} holds both durably and tells the
 * others ({@code RingGossip}); {@code Steps} says when a home may go a stage further; {@code Planner} makes plans of what is
 * staged, or says why not. {@code Gains} and {@code Leftovers} say what is to be fetched and what may be dropped.
 */
@NullMarked
package dynamo.node.ownership;

import org.jspecify.annotations.NullMarked;
