/**
 * What every command has in common: where it runs, options of all, the cluster's admin port, and how it ends.
 *
 * <p>A command that looks returns a {@code Sight}, which is printed in the form that was asked for, once or again and
 * again. A failure is a {@code Failure}: one line, the next step to take, and an exit code.
 */
@NullMarked
package dynamo.tools.command;

import org.jspecify.annotations.NullMarked;
