package dev.persistence.migrate.internal.operation;

import dev.persistence.migrate.internal.engine.Table;
import org.jspecify.annotations.Nullable;

/**
 * What must hold of every row, and how a row is brought there.
 *
 * @param id of the triggers that the filling must not set off; also names its checkpoint
 * @param subject for messages
 * @param mending the statement that fills or mends rows, up to its condition; null if none can
 * @param pending the condition that a row has yet to be filled
 * @param broken the condition that a row contradicts itself
 * @param forbidden the condition that the contract phase allows in no row
 */
public record Sync(
    String id,
    Table table,
    String subject,
    @Nullable String mending,
    String pending,
    String broken,
    String forbidden) {

  /** A condition that holds for no row. */
  public static final String NEVER = "1 = 0";
}
