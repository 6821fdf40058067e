/** From a key to its shard: keys of a declared type, maps of buckets, and resolvers. */
@NullMarked
package dev.persistence.sharding;

import org.jspecify.annotations.NullMarked;
