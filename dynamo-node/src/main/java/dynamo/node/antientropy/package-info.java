/**
 * Anti-entropy (Dynamo §4.7): replicas find what they hold differently and settle it, with no client's help, and learn what all
 * of them account for, so that tombstones can go.
 *
 * <p>{@code AntiEntropy} decides when: {@code Rota} which pair is next, {@code TreeCare} builds and scrubs hash trees and reaps,
 * {@code Recovery} brings back what a lost disk held. One {@code Exchange} compares a partition with one other home, from the
 * root down to the differing rows, and {@code Settling} mends those; {@code ExchangeResponder} is its other side.
 */
@NullMarked
package dynamo.node.antientropy;

import org.jspecify.annotations.NullMarked;
