/**
 * What nodes say to each other: sealed records and their one binary encoding.
 *
 * <p>Every frame carries sender, start number, ring epoch and room for fields that older nodes skip.
 */
@NullMarked
package dynamo.node.message;

import org.jspecify.annotations.NullMarked;
