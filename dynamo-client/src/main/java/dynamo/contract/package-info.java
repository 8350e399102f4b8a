/**
 * What a client may ask and what it is answered: keys, requests, sealed results, quorums and error codes.
 *
 * <p>Shared by node and client, so both sides mean the same by a word. A failure always says whether the write was
 * {@code not_applied}, {@code unknown} or {@code applied}. Pure values; the JSON forms live in {@code contract.json}.
 */
@NullMarked
package dynamo.contract;

import org.jspecify.annotations.NullMarked;
