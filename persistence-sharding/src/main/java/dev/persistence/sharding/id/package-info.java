/** Identifiers that suit sharded tables: in order of time, or with their bucket in them. */
@NullMarked
package dev.persistence.sharding.id;

import org.jspecify.annotations.NullMarked;
