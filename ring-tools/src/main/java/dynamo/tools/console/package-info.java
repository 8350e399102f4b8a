/**
 * How the tools speak: tables, tab-separated rows, marks, colour, bars and questions.
 *
 * <p>Nothing here knows a cluster. What is coloured also says so in words, and every form is made from one {@code
 * Listing}, so that a table and what a script reads cannot differ.
 */
@NullMarked
package dynamo.tools.console;

import org.jspecify.annotations.NullMarked;
