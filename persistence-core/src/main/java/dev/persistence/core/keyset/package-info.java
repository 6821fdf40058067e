/** A walk over a table in bounded batches by its key, that can be stopped, resumed and slowed. */
@NullMarked
package dev.persistence.core.keyset;

import org.jspecify.annotations.NullMarked;
