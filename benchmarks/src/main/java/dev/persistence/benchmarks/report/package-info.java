/** What a run has measured, as a file, as a page, and beside an earlier run. */
@NullMarked
package dev.persistence.benchmarks.report;

import org.jspecify.annotations.NullMarked;
