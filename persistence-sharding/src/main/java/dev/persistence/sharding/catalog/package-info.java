/** Where shard maps are kept, and how their changes become known. */
@NullMarked
package dev.persistence.sharding.catalog;

import org.jspecify.annotations.NullMarked;
