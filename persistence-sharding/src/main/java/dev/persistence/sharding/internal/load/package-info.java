/** How the load of shards and keys is counted. */
@NullMarked
package dev.persistence.sharding.internal.load;

import org.jspecify.annotations.NullMarked;
