/** What a hit costs, near and in Redis, beside the peers. */
@NullMarked
package dev.persistence.benchmarks.cache;

import org.jspecify.annotations.NullMarked;
