/**
 * Hinted handoff (Dynamo §4.6): records kept for homes that could not be written to, until they are back.
 *
 * <p>{@code HintStore} keeps them, merged and durable like any record; {@code HintMint} gives a write its dot where no home
 * can be reached; {@code HintedHandoff} hands them over, slice by slice, and drops each after its home's durable ack.
 *
 * <p>Flow: write with {@code hintedFor} to {@code HintStore}; home reachable, {@code HintedHandoff} scans, sends plain
 * replica writes, and tells {@code HintStore} what was acknowledged.
 */
@NullMarked
package dynamo.node.hint;

import org.jspecify.annotations.NullMarked;
