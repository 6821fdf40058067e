/** Reports are what was measured, whoever reads them. */
@NullMarked
package dev.persistence.benchmarks.report;

import org.jspecify.annotations.NullMarked;
