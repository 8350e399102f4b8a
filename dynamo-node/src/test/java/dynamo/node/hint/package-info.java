/** What is kept for absent homes: counted, minted over, handed over and dropped, on disks and links that fail. */
@NullMarked
package dynamo.node.hint;

import org.jspecify.annotations.NullMarked;
