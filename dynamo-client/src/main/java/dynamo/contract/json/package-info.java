/**
 * The contract's JSON forms: the envelope a pure-JSON client writes, and the siblings document it reads.
 *
 * <p>The only room of this module that knows Jackson, which is optional for those who need bytes and strings alone.
 * Parsing is strict and bounded: what is not exactly the form is refused with words for the client.
 */
@NullMarked
package dynamo.contract.json;

import org.jspecify.annotations.NullMarked;
