/** The hash functions that put keys into buckets: ours, and those of the engines. */
@NullMarked
package dev.persistence.sharding.hash;

import org.jspecify.annotations.NullMarked;
