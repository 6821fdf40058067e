/** One question to many shards, and one answer. */
@NullMarked
package dev.persistence.sharding.scatter;

import org.jspecify.annotations.NullMarked;
