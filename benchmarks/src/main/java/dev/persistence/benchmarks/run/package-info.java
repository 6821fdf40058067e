/** Named runs of the benchmarks, from the contest to the report. */
@NullMarked
package dev.persistence.benchmarks.run;

import org.jspecify.annotations.NullMarked;
