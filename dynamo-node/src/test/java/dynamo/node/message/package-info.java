/** Tests of the messages' binary form: golden bytes, random round trips, damaged input. */
@NullMarked
package dynamo.node.message;

import org.jspecify.annotations.NullMarked;
