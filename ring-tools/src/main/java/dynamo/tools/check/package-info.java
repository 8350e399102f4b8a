/**
 * Judges the history of a chaos run: JSON lines of what clients called and were answered, of nodes that ended by themselves, and
 * of what was found at the end.
 *
 * <p>Knows nothing of the code it judges. All it goes by is causality: a write is made in sight of the writes that were shown
 * with its context, and so of theirs; {@code past(W)} is all of these. From that, per key:
 *
 * <ul>
 *   <li>An acknowledged put is found at the end, or lies in the past of something found, or of a delete.
 *   <li>No read shows a value beside one of its past (false siblings), one that nobody wrote, or one that was said not to be
 *       applied. A read may be stale: quorums are sloppy.
 *   <li>At the end no value shows that lies in the past of an acknowledged delete (resurrected) or put (stale), and replicas
 *       are alike.
 *   <li>Within a session, what it wrote or was shown is found later, or was superseded; what that superseded is not shown.
 *   <li>No node ended by itself.
 *   <li>Elements that were added are there, and no others.
 * </ul>
 *
 * <p>What cannot be decided is counted, never convicted: a value of a write that was sent more than once may be its second
 * copy; a delete of unknown result may have removed what is missing.
 *
 * <p>Flow: {@code HistoryReader} (lines) to {@code History} (by key) to {@code Checker}, which asks {@code ReadChecks}, {@code
 * SessionChecks} and {@code EndChecks}, to {@code Verdict}.
 */
@NullMarked
package dynamo.tools.check;

import org.jspecify.annotations.NullMarked;
