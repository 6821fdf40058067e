/** Benchmarks do what they are meant to measure. */
@NullMarked
package dev.persistence.benchmarks;

import org.jspecify.annotations.NullMarked;
