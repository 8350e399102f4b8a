/**
 * Who is alive: SWIM (Das, Gupta, Motivala 2002) with Lifeguard (Dadgar, Phillips, Currey 2017), and what the data path
 * notices sooner. Decides where to send now, never who owns what.
 *
 * <p>Flow: {@link Membership} beats; {@link Swim} probes one member a period, asks helpers, suspects, and declares dead
 * who does not refute; news ride on its messages ({@code GossipBuffer}) and meet in {@code MemberTable}, whose merge is a
 * join. {@link PeerWatch} excludes a peer whose requests meet silence, within a second.
 */
@NullMarked
package dynamo.node.membership;

import org.jspecify.annotations.NullMarked;
