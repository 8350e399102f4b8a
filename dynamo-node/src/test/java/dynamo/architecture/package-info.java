/**
 * The house rules as tests: which room may enter which, what is pure, how long things may be.
 *
 * <p>{@code HouseMap} is the drawing, {@code HouseRules} what is forbidden in bytecode, {@code Tidy} what is forbidden in
 * source text. Every rule is shown to fail on a violation planted under {@code planted.<rule>}, or in a directory made
 * by its test.
 */
@NullMarked
package dynamo.architecture;

import org.jspecify.annotations.NullMarked;
