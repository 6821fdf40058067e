/** Which shards and keys have most of the load. */
@NullMarked
package dev.persistence.sharding.load;

import org.jspecify.annotations.NullMarked;
