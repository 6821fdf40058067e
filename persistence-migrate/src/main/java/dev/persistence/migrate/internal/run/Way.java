package dev.persistence.migrate.internal.run;

import dev.persistence.core.keyset.KeysetCursor;
import dev.persistence.core.keyset.Throttle;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.migrate.internal.engine.Table;
import org.jspecify.annotations.Nullable;

/**
 * Which rows to go over.
 *
 * @param throttle who is asked before each batch
 * @param condition on the rows to visit; null for all
 * @param after where to begin; null for the first row
 */
record Way(
    Table table,
    Throttle throttle,
    @Nullable SqlFragment condition,
    @Nullable KeysetCursor after) {}
