package dev.persistence.lifecycle.softdelete;

import dev.persistence.core.sql.TableName;
import java.util.Map;

/**
 * What a restore did.
 *
 * @param rows how many rows of each table came back
 * @param attached how many foreign keys were set again
 * @param notAttached how many were not, since the row is gone or leads elsewhere by now
 * @param gone how many rows of each table went with the deletion and are not there any more; empty
 *     unless only the rest was asked for
 */
public record Restoration(
    Map<TableName, Long> rows, long attached, long notAttached, Map<TableName, Long> gone) {

  public Restoration {
    rows = Map.copyOf(rows);
    gone = Map.copyOf(gone);
  }
}
