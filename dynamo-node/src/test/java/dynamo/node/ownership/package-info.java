/** When a home may go a stage further, and how plans and progress are written. */
@NullMarked
package dynamo.node.ownership;

import org.jspecify.annotations.NullMarked;
