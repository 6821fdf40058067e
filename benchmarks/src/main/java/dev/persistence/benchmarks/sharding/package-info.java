/** From a key to its shard, beside the peers. */
@NullMarked
package dev.persistence.benchmarks.sharding;

import org.jspecify.annotations.NullMarked;
