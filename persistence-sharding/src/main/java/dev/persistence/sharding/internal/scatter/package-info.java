/** How shards are asked side by side and their rows become one result. */
@NullMarked
package dev.persistence.sharding.internal.scatter;

import org.jspecify.annotations.NullMarked;
