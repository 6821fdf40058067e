/** Runs hold the contests that are asked for. */
@NullMarked
package dev.persistence.benchmarks.run;

import org.jspecify.annotations.NullMarked;
