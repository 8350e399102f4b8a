/**
 * Shows a verdict to people and programs, made of it and its history alone: on a terminal ({@code VerdictPage}), as a page with a
 * picture, and as JSON.
 *
 * <p>Flow: {@code History} to {@code Series} (calls by time), {@code Lanes} (faults by kind) and {@code Concerned} (calls that
 * violations are about); {@code Timeline} draws the first two below each other, {@code ReportPage} sets the picture among its
 * tables, and {@code ReportDocument} is for programs. All text goes through {@code Markup}, which escapes it.
 */
@NullMarked
package dynamo.tools.check.report;

import org.jspecify.annotations.NullMarked;
